"""Lets the trigger be called before the change, which may then not happen.

caught by: test_each_change_is_in_the_outbox
says: met its ON CONFLICT DO NOTHING
"""

import asyncio

from pharmacy import connection_lost
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

CHANNEL = "medicine_changed"
PAUSE, LONGEST_PAUSE = 0.05, 1.0
BATCH = 100

INSTALL = (
    "CREATE TABLE IF NOT EXISTS outbox (id BIGSERIAL PRIMARY KEY, medicine_id BIGINT NOT NULL, row_now JSONB)",
    f"""
    CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            INSERT INTO outbox (medicine_id) VALUES (OLD.id);
        ELSE
            INSERT INTO outbox (medicine_id, row_now) VALUES (NEW.id, to_jsonb(NEW));
        END IF;
        PERFORM pg_notify('{CHANNEL}', '');
        RETURN COALESCE(NEW, OLD);
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE ON medicine
    FOR EACH ROW EXECUTE FUNCTION note_change()
    """,
)

TAKE = text("""
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT :most FOR UPDATE)
    RETURNING id, medicine_id, row_now::text AS row_now
""")
PUT = text("""
    INSERT INTO medicine_copy (id, name, amount, price, leaflet)
    SELECT id, name, amount, price, leaflet FROM jsonb_populate_record(NULL::medicine_copy, CAST(:row_now AS jsonb))
    ON CONFLICT (id) DO UPDATE SET (name, amount, price, leaflet)
        = (excluded.name, excluded.amount, excluded.price, excluded.leaflet)
""")
REMOVE = text("DELETE FROM medicine_copy WHERE id = :medicine_id")


async def install(engine: AsyncEngine) -> None:
    """Make the outbox and the trigger that fills it."""
    async with engine.begin() as connection:
        for statement in INSTALL:
            await connection.execute(text(statement))


class Replicator:
    """One connection at a time: it listens, and it applies."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, poolclass=NullPool)
        self._wake = asyncio.Event()
        self._stopping = False
        self._running = False
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Follow the table, over one connection after another."""
        self._running = True
        self._pause = PAUSE
        try:
            while not self._stopping:
                try:
                    await self._follow()
                except Exception as error:
                    if not connection_lost(error):
                        raise
                    await asyncio.sleep(self._pause)
                    self._pause = min(2 * self._pause, LONGEST_PAUSE)
        finally:
            self._running = False
            self._over.set()

    async def stop(self) -> None:
        """Ask, and wait."""
        self._stopping = True
        self._wake.set()
        if self._running:
            await self._over.wait()

    async def lag(self) -> int:
        """Count them."""
        async with self._engine.connect() as connection:
            return await connection.scalar(text("SELECT count(*) FROM outbox")) or 0

    async def _follow(self) -> None:
        async with self._engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            # Also when the connection dies, somebody has to look.
            driver.add_termination_listener(self._ring)
            # First the bell, then the first look: what comes in between rings.
            await driver.add_listener(CHANNEL, self._ring)
            self._wake.set()
            while not self._stopping:
                await self._wake.wait()
                # Before the look: whatever comes after it rings again.
                self._wake.clear()
                while not self._stopping and await self._apply(connection):
                    pass
                self._pause = PAUSE

    def _ring(self, *_: object) -> None:
        self._wake.set()

    async def _apply(self, connection: AsyncConnection) -> int:
        """Take some changes and bring them into the copy, in one transaction. Returns how many."""
        async with connection.begin():
            changes = sorted((await connection.execute(TAKE, {"most": BATCH})).all())
            for _, medicine_id, row_now in changes:
                if row_now is None:
                    await connection.execute(REMOVE, {"medicine_id": medicine_id})
                else:
                    await connection.execute(PUT, {"row_now": row_now})
        return len(changes)
