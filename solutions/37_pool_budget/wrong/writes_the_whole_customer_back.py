"""Merges the customer that it has read before the call: with the old name.

caught by: test_what_others_change_meanwhile_stays
says: write the rating, and nothing else
"""

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
        customer = await session.get(Customer, customer_id)
    if customer is None:
        raise LookupError(customer_id)
    customer.rating = await agency.rate(customer.name)
    async with maker.begin() as session:
        await session.merge(customer)
    return f"{customer.name}: {customer.rating}"
