"""Keeps a connection for later, so that it need not wait twice.

caught by: test_nothing_is_taken_while_the_agency_is_asked
says: a connection was taken
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


async def handle(maker, agency, customer_id):
    async with maker.kw["bind"].connect() as connection:
        async with maker(bind=connection) as session:
            name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
        if name is None:
            raise LookupError(customer_id)
        await connection.rollback()
        rating = await agency.rate(name)
        async with maker(bind=connection) as session:
            await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
            await session.commit()
    return f"{name}: {rating}"
