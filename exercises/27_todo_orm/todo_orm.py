"""A repository: the one place of a program that knows how its to-dos are stored.

The model is given. A session works with objects: it loads them, notices what becomes of them, and saves that when it is
told to. Its async form awaits whatever may have to ask the database.

Check it: pytest exercises/27
"""

from sqlalchemy import String
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all models have in common."""


class Todo(Base):
    """Something to be done, and a row of the table ``todos``."""

    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    priority: Mapped[int] = mapped_column(default=0)


class TodoRepo:
    """Adds, finds, renames and deletes to-dos. Many tasks may use the same repository at the same time.

    Each call is a transaction of its own: what it changes is saved for good when it returns. An error of the database
    reaches the caller. No call leaves a session or a connection in use, however it ends.
    """

    def __init__(self, maker: async_sessionmaker[AsyncSession]) -> None:
        """maker: ``maker()`` makes a session. It says ``expire_on_commit=False``, so objects outlive a commit."""
        raise NotImplementedError

    async def add(self, title: str, priority: int = 0) -> int:
        """Save a new to-do and return its id."""
        raise NotImplementedError

    async def get(self, id: int) -> Todo | None:
        """Return the to-do with this id as the database has it now, or None if there is none."""
        raise NotImplementedError

    async def top(self, n: int) -> list[Todo]:
        """Return the n with the highest priority: the highest first, of two equals the one with the lower id first.

        n: 0 or more. There may be fewer.
        """
        raise NotImplementedError

    async def rename(self, id: int, title: str) -> bool:
        """Give the to-do with this id a new title; returns whether there is one."""
        raise NotImplementedError

    async def delete(self, id: int) -> bool:
        """Delete the to-do with this id; returns whether there was one."""
        raise NotImplementedError
