"""Keeps the engine that it has made first, whatever is asked for later.

caught by: test_so_many_connections_and_no_more
says: three connections should be there
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


engines = {}


def make_engine(url, *, size, wait):
    if url not in engines:
        engines[url] = create_async_engine(url, pool_size=2, max_overflow=0, pool_timeout=wait)
    return engines[url]


async def handle(maker, agency, customer_id):
    async with maker() as session:
        name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    if name is None:
        raise LookupError(f"there is no customer {customer_id}")
    rating = await agency.rate(name)
    async with maker.begin() as session:
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    return f"{name}: {rating}"
