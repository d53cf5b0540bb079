"""A shop asks a credit agency for the rating of its customers, while they wait for it, many at a time.

The agency takes a second to answer, and any number of questions at once. The database has five connections for the
shop, and needs a few milliseconds. So a connection that waits for the agency could have served a hundred customers.

Check it: pytest exercises/37
"""

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
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
    """Return an engine that has ``size`` connections at most, and keeps them all when they are given back.

    Who needs one when all are taken waits ``wait`` seconds for it; then SQLAlchemy's TimeoutError is raised.
    """
    raise NotImplementedError


async def handle(maker: async_sessionmaker[AsyncSession], agency: Agency, customer_id: int) -> str:
    """Look up the customer's name, ask the agency for the rating, store it, and return ``"NAME: RATING"``.

    Raises LookupError when there is no such customer; then the agency is not asked. Errors of the agency and of the
    database reach the caller, also the TimeoutError of the pool, and nothing is tried twice. No connection is taken
    while the agency is asked, and never more than one at a time.
    """
    raise NotImplementedError
