"""Closes the sessions by hand, where nothing has gone wrong.

caught by: test_the_database_says_no
says: a connection is still taken
"""

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


async def handle(maker, agency, customer_id):
    session = maker()
    name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    await session.close()
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    session = maker()
    await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    await session.commit()
    await session.close()
    return f"{name}: {rating}"
