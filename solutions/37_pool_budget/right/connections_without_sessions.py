"""Core is enough: the engine of the maker, and two connections, one after the other."""

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
    engine = maker.kw["bind"]
    async with engine.connect() as connection:
        name = await connection.scalar(select(Customer.name).where(Customer.id == customer_id))
    if name is None:
        raise IndexError(customer_id)
    rating = await agency.rate(name)
    async with engine.begin() as connection:
        await connection.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    return f"{name}: {rating}"
