"""Closes the session at the end, and there is a way out before that.

caught by: test_nobody_of_that_number
says: is still taken
"""

from sqlalchemy import update
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
    customer = await session.get(Customer, customer_id)
    if customer is None:
        raise LookupError(customer_id)
    name = customer.name
    await session.close()
    rating = await agency.rate(name)
    async with maker.begin() as session:
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    return f"{name}: {rating}"
