"""Reads with a session, and opens a connection of the driver for the writing.

caught by: test_one_connection_at_a_time
says: sent around SQLAlchemy
"""

import asyncpg

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


async def handle(maker, agency, customer_id):
    async with maker() as session:
        name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
        url = session.bind.url.set(drivername="postgresql").render_as_string(hide_password=False)
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("UPDATE customers SET rating = $1 WHERE id = $2", rating, customer_id)
    finally:
        await connection.close()
    return f"{name}: {rating}"
