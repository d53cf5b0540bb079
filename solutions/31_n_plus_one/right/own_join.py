"""A join of its own and groupby; contains_eager hands the joined rows to the relationship."""

from itertools import groupby

from sqlalchemy import ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, contains_eager, mapped_column, relationship, selectinload


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
    joined = select(Author.id, Author.name, Post.id).outerjoin(Post).order_by(Author.name, Author.id)
    lines = []
    for (_, name), rows in groupby((await session.execute(joined)).all(), key=lambda row: (row[0], row[1])):
        lines.append((name, sum(post is not None for _, _, post in rows)))
    return lines


async def cards(session):
    joined = (
        select(Author)
        .outerjoin(Author.posts)
        .options(contains_eager(Author.posts), selectinload(Author.prizes))
        .order_by(Author.name, Author.id, Post.id)
    )
    authors = (await session.scalars(joined)).unique()
    return [(a.name, [post.title for post in a.posts], [prize.title for prize in a.prizes]) for a in authors]
