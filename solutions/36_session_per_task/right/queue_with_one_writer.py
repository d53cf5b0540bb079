"""Many tasks ask and one writes: between them a queue, and only the writer has a session."""

import asyncio
from contextlib import suppress

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Price(Base):
    __tablename__ = "prices"
    symbol: Mapped[str] = mapped_column(primary_key=True)
    cents: Mapped[int]


class NoPrice(Exception):
    pass


async def ask(symbol, feed, queue):
    with suppress(NoPrice):
        await queue.put((symbol, await feed.get(symbol)))


async def write(maker, queue):
    stored = 0
    async with maker() as session:
        while (item := await queue.get()) is not None:
            symbol, cents = item
            try:
                await session.execute(insert(Price).values(symbol=symbol, cents=cents))
                await session.commit()
                stored += 1
            except IntegrityError:
                await session.rollback()
    return stored


async def import_prices(maker, symbols, feed):
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        writer = group.create_task(write(maker, queue))
        async with asyncio.TaskGroup() as askers:
            for symbol in symbols:
                askers.create_task(ask(symbol, feed, queue))
        await queue.put(None)
    return writer.result()
