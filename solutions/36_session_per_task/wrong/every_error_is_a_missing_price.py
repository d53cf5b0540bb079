"""Leaves a symbol out, whatever went wrong.

caught by: test_a_broken_line_reaches_the_caller
says: it did not reach the caller
"""

import asyncio

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
        async with maker.begin() as session:
            session.add(Price(symbol=symbol, cents=cents))
    except Exception:
        return False
    return True


async def import_prices(maker, symbols, feed):
    return sum(await asyncio.gather(*(store(maker, symbol, feed) for symbol in symbols)))
