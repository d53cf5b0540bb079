"""Each task has a session of its own, and three of them write at a time."""

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


async def store(maker, symbol, feed, gate):
    try:
        cents = await feed.get(symbol)
    except NoPrice:
        return 0
    async with gate, maker() as session:
        session.add(Price(symbol=symbol, cents=cents))
        try:
            await session.commit()
        except IntegrityError:
            return 0
    return 1


async def import_prices(maker, symbols, feed):
    gate = asyncio.Semaphore(3)
    results = await asyncio.gather(*(store(maker, symbol, feed, gate) for symbol in symbols), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return sum(results)
