"""Each task has a session, asks it for its connection, and works with that, as Core does."""

import asyncio

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


async def store(maker, symbol, feed):
    cents = await feed.get(symbol)
    async with maker.begin() as session:
        connection = await session.connection()
        await connection.execute(insert(Price).values(symbol=symbol, cents=cents))


async def import_prices(maker, symbols, feed):
    results = await asyncio.gather(*[store(maker, symbol, feed) for symbol in symbols], return_exceptions=True)
    for error in results:
        if error is not None and not isinstance(error, NoPrice | IntegrityError):
            raise error
    return results.count(None)
