"""One session and a lock, in a task group that forgets each task when it is done.

caught by: test_no_two_tasks_share_a_session
says: beside each other used one session
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


async def store(session, lock, symbol, feed, stored):
    try:
        cents = await feed.get(symbol)
    except NoPrice:
        return
    async with lock:
        try:
            session.add(Price(symbol=symbol, cents=cents))
            await session.commit()
            stored.append(symbol)
        except IntegrityError:
            await session.rollback()


async def import_prices(maker, symbols, feed):
    lock, stored = asyncio.Lock(), []
    async with maker() as session, asyncio.TaskGroup() as group:
        for symbol in symbols:
            group.create_task(store(session, lock, symbol, feed, stored))
    return len(stored)
