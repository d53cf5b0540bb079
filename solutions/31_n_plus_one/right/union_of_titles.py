"""All titles of the cards in one query, each with a mark of its table."""

from collections import Counter

from sqlalchemy import ForeignKey, event, literal, select, union_all
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
    authors = (await session.scalars(select(Author).order_by(Author.name, Author.id))).all()
    posts = Counter(await session.scalars(select(Post.author_id)))
    return [(author.name, posts[author.id]) for author in authors]


async def cards(session):
    posts = select(Post.author_id, Post.id.label("number"), Post.title, literal(1).label("place"))
    prizes = select(Prize.author_id, Prize.id, Prize.title, literal(2))
    titles = {}
    for owner, _, title, place in await session.execute(union_all(posts, prizes).order_by("place", "number")):
        titles.setdefault((owner, place), []).append(title)
    authors = await session.scalars(select(Author).order_by(Author.name, Author.id))
    return [(a.name, titles.get((a.id, 1), []), titles.get((a.id, 2), [])) for a in authors]
