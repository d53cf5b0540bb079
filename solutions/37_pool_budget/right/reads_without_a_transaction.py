"""Reads in autocommit, where no transaction stays open, and closes the session before the call all the same."""

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
        await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        name = (await session.scalars(select(Customer.name).filter_by(id=customer_id))).one_or_none()
    if name is None:
        raise KeyError(customer_id)
    rating = await agency.rate(name)
    async with maker() as session, session.begin():
        (await session.get_one(Customer, customer_id, with_for_update=True)).rating = rating
    return f"{name}: {rating}"
