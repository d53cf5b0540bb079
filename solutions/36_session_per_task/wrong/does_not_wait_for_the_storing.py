"""Waits for the prices, and leaves the storing to tasks that nobody waits for.

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


tasks = set()


async def store(maker, symbol, cents):
    try:
        async with maker.begin() as session:
            session.add(Price(symbol=symbol, cents=cents))
    except IntegrityError:
        pass


async def ask(maker, symbol, feed):
    try:
        cents = await feed.get(symbol)
    except NoPrice:
        return 0
    task = asyncio.create_task(store(maker, symbol, cents))
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return 1


async def import_prices(maker, symbols, feed):
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(ask(maker, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in asked)
