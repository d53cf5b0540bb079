"""Gives the connection back when the database refuses a value, and not after any other error.

caught by: test_the_database_says_no
says: The database refused to read the name, and a connection is still taken
"""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
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
    session = maker()
    name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    await session.rollback()
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    try:
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        raise
    return f"{name}: {rating}"
