"""One join for one collection, with unique(); the second collection comes by another query."""

from collections import Counter

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
    counter = Counter()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def after(connection, cursor, statement, parameters, context, executemany):
        counter["sent"] += 1

    try:
        await work()
    finally:
        event.remove(engine.sync_engine, "after_cursor_execute", after)
    return counter["sent"]


async def report(session):
    authors = select(Author).order_by(Author.name, Author.id).options(joinedload(Author.posts))
    return [(author.name, len(author.posts)) for author in (await session.scalars(authors)).unique()]


async def cards(session):
    loaded = joinedload(Author.posts), selectinload(Author.prizes)
    authors = select(Author).order_by(Author.name, Author.id).options(*loaded)
    found = (await session.scalars(authors)).unique().all()
    return [(a.name, [post.title for post in a.posts], [prize.title for prize in a.prizes]) for a in found]
