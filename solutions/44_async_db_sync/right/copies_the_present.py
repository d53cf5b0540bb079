"""The outbox says which rows are dirty, and the row is read when it is applied: all in one statement."""

import asyncio

from pharmacy import connection_lost
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

INSTALL = (
    "CREATE TABLE IF NOT EXISTS outbox (id BIGSERIAL PRIMARY KEY, dirty BIGINT)",
    """
    CREATE OR REPLACE FUNCTION make_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO outbox (dirty) VALUES (coalesce(NEW.id, OLD.id));
        PERFORM pg_notify('dirty', NULL);
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER make_dirty AFTER INSERT OR UPDATE OR DELETE ON medicine
    FOR EACH ROW EXECUTE FUNCTION make_dirty()
    """,
)
CLEAN = text("""
    WITH taken AS (DELETE FROM outbox RETURNING dirty),
    ids AS (SELECT DISTINCT dirty AS id FROM taken),
    removed AS (
        DELETE FROM medicine_copy WHERE id IN (SELECT id FROM ids) AND id NOT IN (SELECT id FROM medicine)
    )
    INSERT INTO medicine_copy SELECT medicine.* FROM medicine JOIN ids USING (id)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, amount = excluded.amount, price = excluded.price,
        leaflet = excluded.leaflet
""")


async def install(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for statement in INSTALL:
            await connection.execute(text(statement))


class Replicator:
    def __init__(self, url: str) -> None:
        self.url = url
        self.bell = asyncio.Event()
        self.stopping = False
        self.task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        self.task = asyncio.current_task()
        engine = create_async_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            while not self.stopping:
                try:
                    await self.follow(engine)
                except Exception as error:
                    if not connection_lost(error):
                        raise
                    await engine.dispose()
                    await asyncio.sleep(0.1)
        finally:
            await engine.dispose()

    async def follow(self, engine: AsyncEngine) -> None:
        async with engine.connect() as listening:
            driver = (await listening.get_raw_connection()).driver_connection
            assert driver is not None
            try:
                driver.add_termination_listener(lambda *_: self.bell.set())
                await driver.add_listener("dirty", lambda *_: self.bell.set())
                while not self.stopping:
                    self.bell.clear()
                    if driver.is_closed():
                        raise ConnectionResetError("the listener is gone")
                    async with engine.connect() as connection:
                        await connection.execute(CLEAN)
                    if not self.stopping:
                        await self.bell.wait()
            finally:
                # It must not go back into the pool: it would go on listening.
                await listening.invalidate()

    async def stop(self) -> None:
        self.stopping = True
        self.bell.set()
        if self.task is not None:
            await asyncio.wait([self.task])

    async def lag(self) -> int:
        engine = create_async_engine(self.url)
        async with engine.connect() as connection:
            waiting = await connection.scalar(text("SELECT count(*) FROM outbox"))
        await engine.dispose()
        return waiting or 0
