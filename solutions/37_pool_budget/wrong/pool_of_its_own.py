"""Opens a connection beside the pool for the writing, so that the pool is spared.

caught by: test_one_connection_at_a_time
says: handle opened another one
"""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import NullPool


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
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    engine = create_async_engine(maker.kw["bind"].url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    return f"{name}: {rating}"
