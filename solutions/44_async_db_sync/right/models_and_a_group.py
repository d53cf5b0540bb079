"""With models, a session for each batch, and a task group of one that listens and one that applies."""

import asyncio
import json
from decimal import Decimal

import asyncpg
from pharmacy import connection_lost, medicine_copy
from sqlalchemy import BigInteger, Text, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Change(Base):
    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    row: Mapped[int] = mapped_column(BigInteger)
    now: Mapped[str | None] = mapped_column(Text)


TRIGGER = """
DO $do$ BEGIN
    CREATE OR REPLACE FUNCTION write_down() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            INSERT INTO outbox (row) VALUES (OLD.id);
        ELSE
            INSERT INTO outbox (row, now) VALUES (NEW.id, row_to_json(NEW)::text);
        END IF;
        PERFORM pg_notify('written', '');
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER write_down AFTER INSERT OR UPDATE OR DELETE ON medicine
        FOR EACH ROW EXECUTE FUNCTION write_down();
END $do$
"""


async def install(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(text(TRIGGER))


class Replicator:
    def __init__(self, url: str) -> None:
        self.url = url
        self.bell = asyncio.Event()
        self.stopping = False
        self.finished = asyncio.Event()
        self.finished.set()

    async def run(self) -> None:
        self.finished.clear()
        failures = 0
        try:
            while not self.stopping:
                engine = create_async_engine(self.url)
                try:
                    async with asyncio.TaskGroup() as group:
                        listening = asyncio.Event()
                        ear = group.create_task(self.listen(listening))
                        await listening.wait()
                        group.create_task(self.apply(engine, ear))
                    failures = 0
                except* Exception as errors:
                    _, others = errors.split(connection_lost)
                    if others is not None:
                        raise others.exceptions[0] from None
                    failures += 1
                finally:
                    await engine.dispose()
                if failures:
                    await asyncio.sleep(min(1, 0.05 * 2**failures))
        finally:
            self.finished.set()

    async def listen(self, listening: asyncio.Event) -> None:
        gone = asyncio.Event()
        connection = await asyncpg.connect(self.url.replace("+asyncpg", ""))
        try:
            connection.add_termination_listener(lambda _: gone.set())
            await connection.add_listener("written", lambda *_: self.bell.set())
            self.bell.set()
            listening.set()
            await gone.wait()
            raise ConnectionError("nobody listens any more")
        finally:
            connection.terminate()

    async def apply(self, engine: AsyncEngine, ear: "asyncio.Task[None]") -> None:
        maker = async_sessionmaker(engine)
        while not self.stopping:
            await self.bell.wait()
            self.bell.clear()
            async with maker.begin() as session:
                for change in await session.scalars(select(Change).order_by(Change.id).with_for_update()):
                    await self.apply_one(session, change)
                    await session.delete(change)
        ear.cancel()

    async def apply_one(self, session: AsyncSession, change: Change) -> None:
        if change.now is None:
            await session.execute(delete(medicine_copy).where(medicine_copy.c.id == change.row))
            return
        values = json.loads(change.now, parse_float=Decimal)
        put = insert(medicine_copy).values(values)
        await session.execute(put.on_conflict_do_update(index_elements=["id"], set_=values))

    async def stop(self) -> None:
        self.stopping = True
        self.bell.set()
        await self.finished.wait()

    async def lag(self) -> int:
        engine = create_async_engine(self.url)
        try:
            async with engine.connect() as connection:
                return (await connection.scalars(select(func.count()).select_from(Change))).one()
        finally:
            await engine.dispose()
