"""Three sessions in a queue, which twenty tasks borrow in turns.

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


async def store(sessions, symbol, feed):
    try:
        cents = await feed.get(symbol)
    except NoPrice:
        return False
    session = await sessions.get()
    try:
        async with session.begin():
            session.add(Price(symbol=symbol, cents=cents))
    except IntegrityError:
        return False
    finally:
        sessions.put_nowait(session)
    return True


async def import_prices(maker, symbols, feed):
    sessions = asyncio.Queue()
    for _ in range(3):
        sessions.put_nowait(maker())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(sessions, symbol, feed)) for symbol in symbols]
    while not sessions.empty():
        await sessions.get_nowait().close()
    return sum(task.result() for task in tasks)
