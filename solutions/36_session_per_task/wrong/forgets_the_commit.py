"""A session for each task, and nobody commits.

caught by: test_all_prices_are_asked_for_at_once
says: Another connection should find a price
"""

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


async def store(maker, symbol, feed):
    try:
        cents = await feed.get(symbol)
        async with maker() as session:
            session.add(Price(symbol=symbol, cents=cents))
            await session.flush()
    except (NoPrice, IntegrityError):
        return False
    return True


async def import_prices(maker, symbols, feed):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(maker, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in tasks)
