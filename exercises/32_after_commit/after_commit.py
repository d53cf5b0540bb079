"""Accounts of a web shop: what is saved goes on to a page or into a log, when its session is long closed.

The model is given. The database makes up some of its values: the number of the customer card, a new one with every
change of name, and the time of the first save.

Check it: pytest exercises/32
"""

from datetime import datetime

from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NEW_CARD = text("(lower(hex(randomblob(8))))")


class Base(DeclarativeBase):
    """The base of all models."""


class User(Base):
    """Somebody with an account. The database allows each name once, and refuses some for reasons of its own."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    card: Mapped[str] = mapped_column(server_default=NEW_CARD, onupdate=NEW_CARD)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


def make_maker(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return a maker of sessions whose objects can still be read after a commit, and after the session is closed."""
    raise NotImplementedError


async def create_user(maker: async_sessionmaker[AsyncSession], name: str) -> User:
    """Save a new user and return it, with id, name, card and created_at readable. At most 2 statements.

    IntegrityError reaches the caller when the database refuses it.
    """
    raise NotImplementedError


async def rename(maker: async_sessionmaker[AsyncSession], uid: int, name: str) -> User:
    """Give the user of this id another name and return it, all four readable, with the new card. At most 3 statements.

    IntegrityError reaches the caller when the database refuses it.
    """
    raise NotImplementedError


async def rename_or_report(maker: async_sessionmaker[AsyncSession], uid: int, name: str) -> str:
    """Rename as above, and say what became of it; no error of the database's refusal comes out.

    Returns ``"OLD is now NEW"``, or ``"OLD keeps the name, NEW was refused"`` when the database refuses. At most 4
    statements.
    """
    raise NotImplementedError
