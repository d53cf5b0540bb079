"""Two short transactions, and between them, while the agency is asked, nothing."""

from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The base of all models."""


class Customer(Base):
    """Somebody who buys. Others may change the name at any time."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rating: Mapped[str | None]


class Agency(Protocol):
    """Who knows ratings."""

    async def rate(self, name: str) -> str:
        """The rating, after a second or so. Raises OSError when the agency cannot be reached."""


def make_engine(url: str, *, size: int, wait: float) -> AsyncEngine:
    """Return an engine that has ``size`` connections at most, and keeps them all when they are given back."""
    return create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=wait)


async def handle(maker: async_sessionmaker[AsyncSession], agency: Agency, customer_id: int) -> str:
    """Look up the customer's name, ask the agency for the rating, store it, and return ``"NAME: RATING"``."""
    async with maker() as session:
        name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    if name is None:
        raise LookupError(f"there is no customer {customer_id}")
    rating = await agency.rate(name)
    async with maker.begin() as session:
        await session.execute(update(Customer).where(Customer.id == customer_id).values(rating=rating))
    return f"{name}: {rating}"
