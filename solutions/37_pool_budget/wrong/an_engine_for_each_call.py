"""Each call makes an engine of its own: nothing is ever shared.

caught by: test_one_connection_at_a_time
says: handle opened another one
"""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
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
    engine = create_async_engine(maker.kw["bind"].url)
    try:
        async with AsyncSession(engine) as session:
            name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
        if name is None:
            raise LookupError(customer_id)
        rating = await agency.rate(name)
        async with AsyncSession(engine) as session, session.begin():
            await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    finally:
        await engine.dispose()
    return f"{name}: {rating}"
