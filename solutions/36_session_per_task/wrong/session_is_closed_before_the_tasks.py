"""Starts the tasks inside of the block of a session, and waits for them behind it.

caught by: test_no_two_tasks_share_a_session
says: beside each other used one session
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


async def one(session, symbol, feed):
    session.add(Price(symbol=symbol, cents=await feed.get(symbol)))
    await session.commit()


async def import_prices(maker, symbols, feed):
    async with maker() as session:
        tasks = [asyncio.create_task(one(session, symbol, feed)) for symbol in symbols]
    await asyncio.gather(*tasks)
    return len(tasks)
