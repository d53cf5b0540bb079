"""Joins both collections to the authors: every post comes once for each prize.

caught by: test_no_row_comes_twice
says: collections multiply
"""

from sqlalchemy import ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(order_by="Post.id")
    prizes: Mapped[list["Prize"]] = relationship(order_by="Prize.id")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    title: Mapped[str]


class Prize(Base):
    __tablename__ = "prizes"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    title: Mapped[str]


async def report_slow(session):
    lines = []
    for author in await session.scalars(select(Author).order_by(Author.name, Author.id)):
        posts = await author.awaitable_attrs.posts
        lines.append((author.name, len(posts)))
    return lines


async def count_sql(engine, work):
    sent = []

    def note(*arguments):
        sent.append(arguments[2])

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        await work()
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
    return len(sent)


async def report(session):
    authors = select(Author).order_by(Author.name, Author.id).options(selectinload(Author.posts))
    return [(author.name, len(author.posts)) for author in await session.scalars(authors)]


def card(author):
    return author.name, [post.title for post in author.posts], [prize.title for prize in author.prizes]


async def cards(session):
    both = joinedload(Author.posts), joinedload(Author.prizes)
    authors = select(Author).order_by(Author.name, Author.id).options(*both)
    return [card(author) for author in (await session.scalars(authors)).unique()]
