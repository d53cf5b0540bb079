"""Looks first whether there is a price already, and keeps the connection while it asks the feed.

caught by: test_nothing_is_taken_while_the_feed_is_asked
says: meanwhile connections were taken
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
        async with maker.begin() as session:
            price = await session.get(Price, symbol) or Price(symbol=symbol)
            price.cents = await feed.get(symbol)
            session.add(price)
    except (NoPrice, IntegrityError):
        return False
    return True


async def import_prices(maker, symbols, feed):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(maker, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in tasks)
