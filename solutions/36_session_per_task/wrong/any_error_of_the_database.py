"""Takes every error of the database for a refused price.

caught by: test_a_broken_database_reaches_the_caller
says: ProgrammingError should come out
"""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
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
    except (NoPrice, SQLAlchemyError):
        return False
    return True


async def import_prices(maker, symbols, feed):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(maker, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in tasks)
