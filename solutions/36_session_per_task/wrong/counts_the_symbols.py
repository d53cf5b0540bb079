"""Lets gather collect the errors, looks at none of them, and counts the symbols.

caught by: test_what_fails_fails_alone
says: import_prices should return how many it has stored
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
    cents = await feed.get(symbol)
    async with maker.begin() as session:
        session.add(Price(symbol=symbol, cents=cents))


async def import_prices(maker, symbols, feed):
    await asyncio.gather(*(store(maker, symbol, feed) for symbol in symbols), return_exceptions=True)
    return len(symbols)
