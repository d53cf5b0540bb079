"""A to-do list in a database, without any await: engine, connection and session, as every program uses them.

The model is given. What you see here comes back in the next exercises, with await in front of it.

Check it: pytest exercises/25
"""

from sqlalchemy import Engine, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all models have in common: ``Base.metadata`` knows their tables."""


class Todo(Base):
    """Something to be done, and a row of the table ``todos``."""

    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(1000))
    priority: Mapped[int]


def make_engine(url: str) -> Engine:
    """Make the program's one engine for this database, and the tables that are not there yet. What is there stays.

    The engine uses no connection that was opened more than an hour (3600 seconds) ago: it opens another one instead.
    """
    raise NotImplementedError


def add(engine: Engine, title: str, description: str, priority: int) -> int:
    """Save a to-do for good and return its id. The database's error reaches the caller."""
    raise NotImplementedError


def first_three(engine: Engine) -> list[Todo]:
    """Return the three with the highest priority, the highest first; of two equals, the one with the lower id first.

    The caller reads their columns when no connection is in use any more. There may be fewer than three.
    """
    raise NotImplementedError


def count(engine: Engine) -> int:
    """Return how many to-dos there are. The database counts."""
    raise NotImplementedError


def titles_raw(engine: Engine, description: str) -> list[str]:
    """Return the titles of all to-dos with exactly this description, in the order of their ids, by SQL of your own.

    description: whatever somebody typed into a form, as it came.
    """
    raise NotImplementedError
