"""Stores in one transaction, and rolls back when a price is refused: what was stored before is gone, too.

caught by: test_what_fails_fails_alone
says: The other 16 should be stored
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
    async def ask(symbol):
        try:
            return symbol, await feed.get(symbol)
        except NoPrice:
            return None

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(symbol)) for symbol in symbols]
    good = [task.result() for task in tasks if task.result()]
    stored = 0
    async with maker() as session:
        for symbol, cents in good:
            try:
                session.add(Price(symbol=symbol, cents=cents))
                await session.flush()
                stored += 1
            except IntegrityError:
                await session.rollback()
        await session.commit()
    return stored
