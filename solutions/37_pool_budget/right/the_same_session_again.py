"""One session, closed before the call and used again after it, and settings in a dict."""

import asyncio

from sqlalchemy import update
from sqlalchemy.ext.asyncio import async_engine_from_config
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rating: Mapped[str | None]


def make_engine(url, *, size, wait):
    settings = {"url": url, "pool_size": size, "max_overflow": 0, "pool_timeout": wait}
    return async_engine_from_config(settings, prefix="")


def read_name(session, customer_id):
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise LookupError(customer_id)
    return customer.name


async def handle(maker, agency, customer_id):
    session = maker()
    try:
        name = await session.run_sync(read_name, customer_id)
    finally:
        await session.close()
    async with asyncio.timeout(60):
        rating = await agency.rate(name)
    async with session, session.begin():
        changing = update(Customer).where(Customer.id == customer_id).values(rating=rating)
        name = await session.scalar(changing.returning(Customer.name))
    return f"{name}: {rating}"
