"""Sessions that are closed by hand, in finally, and a pool that is named."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import AsyncAdaptedQueuePool


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rating: Mapped[str | None]


def make_engine(url, *, size, wait):
    return create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=wait,
        pool_pre_ping=True,
        pool_recycle=3600,
    )


async def handle(maker, agency, customer_id):
    session = maker()
    try:
        row = (await session.execute(text("SELECT name FROM customers WHERE id = :id"), {"id": customer_id})).first()
    finally:
        await session.close()
    if row is None:
        raise LookupError(customer_id)
    rating = await agency.rate(row.name)
    session = maker()
    try:
        statement = text("UPDATE customers SET rating = :rating WHERE id = :id")
        await session.execute(statement, {"rating": rating, "id": customer_id})
        await session.commit()
    finally:
        await session.close()
    return f"{row.name}: {rating}"
