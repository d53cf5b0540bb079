"""Four workers, each with one session for its share of the prices."""

import asyncio

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


async def ask(symbol, feed):
    try:
        return symbol, await feed.get(symbol)
    except NoPrice:
        return None


async def write(maker, prices):
    stored = 0
    async with maker() as session:
        for symbol, cents in prices:
            try:
                async with session.begin():
                    await session.merge(Price(symbol=symbol, cents=cents))
            except IntegrityError:
                continue
            stored += 1
    return stored


async def import_prices(maker, symbols, feed):
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(ask(symbol, feed)) for symbol in symbols]
    prices = [task.result() for task in asked if task.result() is not None]
    async with asyncio.TaskGroup() as group:
        writers = [group.create_task(write(maker, prices[first::4])) for first in range(4)]
    return sum(writer.result() for writer in writers)
