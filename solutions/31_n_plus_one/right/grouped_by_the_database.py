"""The database counts; the titles come table by table and are put together here. Rows are returned as they are."""

from collections import defaultdict
from contextlib import contextmanager

from sqlalchemy import ForeignKey, event, func, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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


@contextmanager
def counting(engine):
    sent = []

    def note(connection, clause, multiparams, params, options):
        sent.append(clause)

    event.listen(engine.sync_engine, "before_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine.sync_engine, "before_execute", note)


async def count_sql(engine, work):
    with counting(engine) as sent:
        await work()
    return len(sent)


async def report(session):
    counted = (
        select(Author.name, func.count(Post.id))
        .outerjoin(Author.posts)
        .group_by(Author.id)
        .order_by(Author.name, Author.id)
    )
    return list((await session.execute(counted)).all())


async def cards(session):
    titles = {}
    for kind in (Post, Prize):
        titles[kind] = defaultdict(list)
        for owner, title in await session.execute(select(kind.author_id, kind.title).order_by(kind.id)):
            titles[kind][owner].append(title)
    authors = await session.execute(select(Author.id, Author.name).order_by(Author.name, Author.id))
    return [(name, titles[Post][number], titles[Prize][number]) for number, name in authors]
