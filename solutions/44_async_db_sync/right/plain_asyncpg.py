"""The driver alone: one connection listens, another one applies, and what is applied is crossed off."""

import asyncio

import asyncpg
from pharmacy import connection_lost
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

INSTALL = (
    "CREATE TABLE IF NOT EXISTS outbox (number BIGSERIAL PRIMARY KEY, op TEXT, old_id BIGINT, it JSON, done DATE)",
    """
    CREATE OR REPLACE FUNCTION into_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO outbox (op, old_id, it) VALUES (TG_OP, coalesce(OLD.id, NEW.id), row_to_json(NEW));
        NOTIFY outbox;
        RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS into_outbox ON medicine",
    """
    CREATE TRIGGER into_outbox AFTER INSERT OR UPDATE OR DELETE ON medicine
    FOR EACH ROW EXECUTE FUNCTION into_outbox()
    """,
)


async def install(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for statement in INSTALL:
            await connection.execute(text(statement))


class Replicator:
    def __init__(self, url: str) -> None:
        self.dsn = url.replace("postgresql+asyncpg", "postgresql")
        self.bell: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        self.stopped = asyncio.Event()
        self.free = asyncio.Lock()

    def ring(self, *_: object) -> None:
        if self.bell.empty():
            self.bell.put_nowait("look")

    async def run(self) -> None:
        async with self.free:
            while not self.stopped.is_set():
                try:
                    await self.work()
                except Exception as error:
                    if not connection_lost(error):
                        raise
                    await asyncio.sleep(0.2)

    async def work(self) -> None:
        listening = await asyncpg.connect(self.dsn)
        try:
            listening.add_termination_listener(self.ring)
            await listening.add_listener("outbox", self.ring)
            applying = await asyncpg.connect(self.dsn)
            applying.add_termination_listener(self.ring)
            try:
                while not (self.stopped.is_set() or listening.is_closed() or applying.is_closed()):
                    while not self.stopped.is_set() and await self.apply(applying):
                        pass
                    if not self.stopped.is_set():
                        await self.bell.get()
            finally:
                applying.terminate()
        finally:
            listening.terminate()

    async def apply(self, connection: asyncpg.Connection) -> bool:
        async with connection.transaction():
            row = await connection.fetchrow(
                "SELECT * FROM outbox WHERE done IS NULL ORDER BY number LIMIT 1 FOR UPDATE"
            )
            if row is None:
                return False
            await connection.execute("DELETE FROM medicine_copy WHERE id = $1", row["old_id"])
            if row["op"] != "DELETE":
                await connection.execute(
                    "INSERT INTO medicine_copy SELECT * FROM json_populate_record(NULL::medicine_copy, $1)", row["it"]
                )
            await connection.execute("UPDATE outbox SET done = now() WHERE number = $1", row["number"])
        return True

    async def stop(self) -> None:
        self.stopped.set()
        self.ring()
        async with self.free:
            pass

    async def lag(self) -> int:
        connection = await asyncpg.connect(self.dsn)
        try:
            return await connection.fetchval("SELECT count(*) FROM outbox WHERE done IS NULL")
        finally:
            await connection.close()
