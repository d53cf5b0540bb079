"""Leaves the writing to a task that nobody waits for.

caught by: test_fifty_at_once
says: Another connection should find the rating
"""

import asyncio

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rating: Mapped[str | None]


def make_engine(url, *, size, wait):
    return create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=wait)


tasks = set()


async def store(maker, customer_id, rating):
    async with maker.begin() as session:
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))


async def handle(maker, agency, customer_id):
    async with maker() as session:
        name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    task = asyncio.create_task(store(maker, customer_id, rating))
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return f"{name}: {rating}"
