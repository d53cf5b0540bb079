"""The first error leaves the block and closes the session, while the other tasks are still using it.

caught by: test_a_broken_line_reaches_the_caller
says: tasks of the import were still running
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


async def import_prices(maker, symbols, feed):
    stored = []
    async with maker() as session:

        async def one(symbol):
            try:
                session.add(Price(symbol=symbol, cents=await feed.get(symbol)))
                await session.flush()
                stored.append(symbol)
            except (NoPrice, IntegrityError):
                pass

        await asyncio.gather(*map(one, symbols))
        await session.commit()
    return len(stored)
