"""A sequence numbers the notifications; a trigger of the table's own, dropped and made anew; a condition."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import make_url, text


@dataclass(frozen=True)
class Event:
    op: str
    id: int
    payload: dict[str, Any] | None


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def for_driver(url):
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def setup(table, function, channel):
    yield "CREATE SEQUENCE IF NOT EXISTS notifications"
    yield f"""
    CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        of CONSTANT record = coalesce(NEW, OLD);
        contents text = row_to_json(of)::text;
    BEGIN
        IF octet_length(contents) > 7800 THEN
            contents = 'null';
        END IF;
        PERFORM pg_notify('{channel}', format('%s %s %s %s', nextval('notifications'), lower(TG_OP), of.id, contents));
        RETURN of;
    END $$
    """
    yield f"DROP TRIGGER IF EXISTS tells_the_boards ON {table}"
    yield f"""
    CREATE TRIGGER tells_the_boards AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}()
    """


async def install_trigger(engine, table, channel):
    async with engine.begin() as connection:
        for statement in setup(quoted(table), quoted(f"{table} tells the boards"), channel):
            await connection.execute(text(statement))


class Feed:
    def __init__(self, url, channel, *, maxsize=10_000):
        self.lost = 0
        self.channel, self.maxsize, self.dsn = channel, maxsize, for_driver(url)
        self.events = []
        self.changed = asyncio.Condition()

    async def __aenter__(self):
        self.connection = await asyncpg.connect(self.dsn)
        try:
            await self.connection.add_listener(self.channel, self.heard)
        except BaseException:
            self.connection.terminate()
            raise
        self.connection.add_termination_listener(self.tell)
        return self

    async def __aexit__(self, *error):
        self.connection.remove_termination_listener(self.tell)
        await self.connection.close()

    async def tell(self, connection):
        async with self.changed:
            self.changed.notify_all()

    async def heard(self, connection, pid, channel, message):
        if len(self.events) < self.maxsize:
            _, op, number, contents = message.split(" ", 3)
            self.events.append(Event(op, int(number), json.loads(contents)))
            await self.tell(connection)
        else:
            self.lost += 1

    def __aiter__(self):
        return self

    async def __anext__(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.events or self.connection.is_closed())
        if not self.events:
            raise ConnectionError
        return self.events.pop(0)
