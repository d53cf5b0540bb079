"""A function in the database applies what waits; Python only says when."""

import asyncio

from pharmacy import connection_lost
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

INSTALL = (
    "CREATE TABLE IF NOT EXISTS outbox (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, op TEXT, it medicine)",
    """
    CREATE OR REPLACE FUNCTION post() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            INSERT INTO outbox (op, it) VALUES (TG_OP, OLD);
        ELSE
            INSERT INTO outbox (op, it) VALUES (TG_OP, NEW);
        END IF;
        NOTIFY post;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER post AFTER INSERT OR UPDATE OR DELETE ON medicine FOR EACH ROW EXECUTE FUNCTION post()
    """,
    """
    CREATE OR REPLACE FUNCTION deliver() RETURNS integer LANGUAGE plpgsql AS $$
    DECLARE
        letter RECORD;
        delivered INTEGER := 0;
    BEGIN
        FOR letter IN SELECT * FROM outbox ORDER BY id LIMIT 50 FOR UPDATE LOOP
            DELETE FROM medicine_copy WHERE id = (letter.it).id;
            IF letter.op <> 'DELETE' THEN
                INSERT INTO medicine_copy SELECT (letter.it).*;
            END IF;
            DELETE FROM outbox WHERE id = letter.id;
            delivered := delivered + 1;
        END LOOP;
        RETURN delivered;
    END $$
    """,
)


async def install(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for statement in INSTALL:
            await connection.execute(text(statement))


class Replicator:
    def __init__(self, url: str) -> None:
        self.engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self.bell = asyncio.Event()
        self.stopping = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()

    async def run(self) -> None:
        self.idle.clear()
        try:
            while not self.stopping.is_set():
                try:
                    await self.follow()
                except Exception as error:
                    if not connection_lost(error):
                        raise
                    try:
                        async with asyncio.timeout(0.25):
                            await self.stopping.wait()
                    except TimeoutError:
                        continue
        finally:
            self.idle.set()

    async def follow(self) -> None:
        async with self.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            driver.add_termination_listener(self.ring)
            await driver.add_listener("post", self.ring)
            self.bell.set()
            while not self.stopping.is_set():
                await self.bell.wait()
                self.bell.clear()
                while await connection.scalar(text("SELECT deliver()")):
                    if self.stopping.is_set():
                        return

    def ring(self, *_: object) -> None:
        self.bell.set()

    async def stop(self) -> None:
        self.stopping.set()
        self.bell.set()
        await self.idle.wait()

    async def lag(self) -> int:
        async with self.engine.connect() as connection:
            return await connection.scalar(text("SELECT count(*) FROM outbox")) or 0
