"""The front page of a blog: who writes here, how much, and what about.

``report_slow`` is given. It is right, and it asks the database once for the authors and once more for each of them:
with five authors nobody notices.

Check it: pytest exercises/31
"""

from collections.abc import Awaitable, Callable

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

Card = tuple[str, list[str], list[str]]


class Base(AsyncAttrs, DeclarativeBase):
    """The base of all models."""


class Author(Base):
    """Somebody who writes. Names may occur twice."""

    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(order_by="Post.id")
    prizes: Mapped[list["Prize"]] = relationship(order_by="Prize.id")


class Post(Base):
    """Something written."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    title: Mapped[str]


class Prize(Base):
    """Something won."""

    __tablename__ = "prizes"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    title: Mapped[str]


async def report_slow(session: AsyncSession) -> list[tuple[str, int]]:
    """Return each author's name and number of posts, in the order of names, then ids."""
    lines = []
    for author in await session.scalars(select(Author).order_by(Author.name, Author.id)):
        posts = await author.awaitable_attrs.posts
        lines.append((author.name, len(posts)))
    return lines


async def count_sql(engine: AsyncEngine, work: Callable[[], Awaitable[object]]) -> int:
    """Await ``work()`` once and return how many statements this engine has sent meanwhile.

    An error of ``work`` reaches the caller. Afterwards, also after an error, the engine is as it was before.
    """
    raise NotImplementedError


async def report(session: AsyncSession) -> list[tuple[str, int]]:
    """Return what report_slow returns, with at most 2 statements, however many authors there are."""
    raise NotImplementedError


async def cards(session: AsyncSession) -> list[Card]:
    """Return each author's name, titles of posts and titles of prizes, with at most 3 statements.

    The authors are in the order of report_slow, the titles in the order of their ids. No more rows are read than the
    three tables have together.
    """
    raise NotImplementedError
