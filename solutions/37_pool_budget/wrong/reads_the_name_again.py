"""Ends the transaction before the call, and reads an attribute, which begins the next one.

caught by: test_nothing_is_taken_while_the_agency_is_asked
says: a connection was taken
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
    async with maker() as session:
        customer = await session.get(Customer, customer_id)
        if customer is None:
            raise LookupError(customer_id)
        await session.commit()
        await session.refresh(customer)
        rating = await agency.rate(customer.name)
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
        await session.commit()
        await session.refresh(customer)
        return f"{customer.name}: {rating}"
