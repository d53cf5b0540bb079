"""Each task runs a synchronous function in its session, and tells a list of its own."""

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


def save(session, symbol, cents):
    session.add(Price(symbol=symbol, cents=cents))
    session.commit()


async def store(maker, symbol, feed, stored):
    try:
        cents = await feed.get(symbol)
        session = maker()
        try:
            await session.run_sync(save, symbol, cents)
        finally:
            await asyncio.shield(session.close())
        stored.append(symbol)
    except (NoPrice, IntegrityError):
        pass


async def import_prices(maker, symbols, feed):
    stored = []
    async with asyncio.TaskGroup() as group:
        for symbol in symbols:
            group.create_task(store(maker, symbol, feed, stored))
    return len(stored)
