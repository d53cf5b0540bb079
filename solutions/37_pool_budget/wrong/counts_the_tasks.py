"""Lets nobody begin while five others are at it, and lets them take turns by hand.

caught by: test_fifty_at_once
says: some waited for others before they asked
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


busy = set()


async def handle(maker, agency, customer_id):
    while len(busy) >= 5:
        await asyncio.sleep(0.01)
    busy.add(customer_id)
    try:
        async with maker() as session:
            name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
        if name is None:
            raise LookupError(customer_id)
        rating = await agency.rate(name)
        async with maker.begin() as session:
            await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    finally:
        busy.discard(customer_id)
    return f"{name}: {rating}"
