"""Ends the reading with a rollback, keeps the session for the writing, and takes an object that was let go."""

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
    settings = {"pool_size": size, "max_overflow": 0, "pool_timeout": wait, "pool_use_lifo": True}
    return create_async_engine(url, **settings)


async def handle(maker, agency, customer_id):
    async with maker() as session:
        customer = await session.get(Customer, customer_id)
        if not customer:
            raise LookupError(customer_id)
        session.expunge(customer)
        await session.rollback()

        rating = await agency.rate(customer.name)
        async with session.begin():
            customer = await session.get_one(Customer, customer_id)
            customer.rating = rating
            return f"{customer.name}: {rating}"
