"""The session of a task, with a limit for each step: wait_for may run a step in a task of its own."""

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


async def store(maker, symbol, feed):
    session = maker()
    try:
        price = Price(symbol=symbol, cents=await asyncio.wait_for(feed.get(symbol), 60))
        session.add(price)
        await asyncio.wait_for(session.flush(), 60)
        await asyncio.wait_for(session.commit(), 60)
    except (NoPrice, IntegrityError):
        return False
    finally:
        await session.close()
    return True


async def import_prices(maker, symbols, feed):
    tasks = [asyncio.create_task(store(maker, symbol, feed)) for symbol in symbols]
    done, _ = await asyncio.wait(tasks)
    return sum([task.result() for task in done])
