"""Selects names and titles in one query, and collects them in sets: the order is gone, and rows come many times.

caught by: test_cards_take_three_statements
says: the titles in the order of their ids
"""

from sqlalchemy import ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


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


async def cards(session):
    rows = await session.execute(
        select(Author.id, Author.name, Post.title, Prize.title)
        .outerjoin(Post, Post.author_id == Author.id)
        .outerjoin(Prize, Prize.author_id == Author.id)
        .order_by(Author.name, Author.id)
    )
    found = {}
    for number, name, post, prize in rows:
        card = found.setdefault(number, (name, set(), set()))
        card[1].add(post)
        card[2].add(prize)
    return [
        (name, sorted(posts - {None}, reverse=True), sorted(prizes - {None})) for name, posts, prizes in found.values()
    ]
