"""Stores a zero where the feed has no price.

caught by: test_what_fails_fails_alone
says: should have no row
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
    except NoPrice:
        cents = 0
    try:
        async with maker.begin() as session:
            session.add(Price(symbol=symbol, cents=cents))
    except IntegrityError:
        return False
    return cents > 0


async def import_prices(maker, symbols, feed):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(maker, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in tasks)
