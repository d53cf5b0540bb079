"""Who needs the database waits at a gate, and not in the pool. The gate is for the database only."""

import asyncio

from sqlalchemy import select
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


gate = asyncio.Semaphore(5)


async def read_name(maker, customer_id):
    async with gate, maker() as session:
        return await session.scalar(select(Customer.name).where(Customer.id == customer_id))


async def store(maker, customer_id, rating):
    async with gate, maker.begin() as session:
        customer = await session.get_one(Customer, customer_id)
        customer.rating = rating


async def handle(maker, agency, customer_id):
    name = await read_name(maker, customer_id)
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    await store(maker, customer_id, rating)
    return f"{name}: {rating}"
