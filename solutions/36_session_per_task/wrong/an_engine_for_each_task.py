"""Gets around the pool: each task has an engine and a connection of its own.

caught by: test_no_two_tasks_share_a_session
says: Five connections lay in the pool
"""

import asyncio

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Price(Base):
    __tablename__ = "prices"
    symbol: Mapped[str] = mapped_column(primary_key=True)
    cents: Mapped[int]


class NoPrice(Exception):
    pass


async def store(url, symbol, feed):
    engine = create_async_engine(url)
    try:
        cents = await feed.get(symbol)
        async with AsyncSession(engine) as session:
            session.add(Price(symbol=symbol, cents=cents))
            await session.commit()
    except (NoPrice, IntegrityError):
        return False
    finally:
        await engine.dispose()
    return True


async def import_prices(maker, symbols, feed):
    url = maker.kw["bind"].url
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(url, symbol, feed)) for symbol in symbols]
    return sum(task.result() for task in tasks)
