"""While it writes, a helper opens a second session: each call needs two connections at a time.

caught by: test_one_connection_at_a_time
says: nobody ever gets it
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


async def exists(maker, customer_id):
    async with maker() as session:
        return await session.get(Customer, customer_id) is not None


async def handle(maker, agency, customer_id):
    async with maker() as session:
        name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    if name is None:
        raise LookupError(customer_id)
    rating = await agency.rate(name)
    async with maker.begin() as session:
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
        if not await exists(maker, customer_id):
            raise LookupError(customer_id)
    return f"{name}: {rating}"
