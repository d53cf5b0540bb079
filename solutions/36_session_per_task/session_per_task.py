"""A shop asks a price feed for all its symbols every night, and stores what it hears.

The feed takes a second for each symbol, and answers as many questions at once as you like. The database has fewer
connections than there are symbols, and an opinion of its own about some prices.

Check it: pytest exercises/36
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The base of all models."""


class Price(Base):
    """The price of a symbol. The database refuses some, for reasons of its own, with an IntegrityError."""

    __tablename__ = "prices"
    symbol: Mapped[str] = mapped_column(primary_key=True)
    cents: Mapped[int]


class NoPrice(Exception):
    """The feed has no price for this symbol."""


class Feed(Protocol):
    """Where prices come from."""

    async def get(self, symbol: str) -> int:
        """The price in cents, after a second or so. Raises NoPrice, and what may go wrong on a network."""


async def store(maker: async_sessionmaker[AsyncSession], symbol: str, feed: Feed) -> bool:
    """One symbol, with a session of its own, which begins when there is something to store."""
    try:
        cents = await feed.get(symbol)
        async with maker.begin() as session:
            session.add(Price(symbol=symbol, cents=cents))
    except (NoPrice, IntegrityError):
        return False
    return True


async def import_prices(maker: async_sessionmaker[AsyncSession], symbols: Sequence[str], feed: Feed) -> int:
    """Ask the feed once for each symbol, all at the same time, store the prices, and return how many are stored."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(maker, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in tasks)
