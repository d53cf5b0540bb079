"""A number for each author from a subquery in the columns; a sync function does the loading of the cards."""

from sqlalchemy import ForeignKey, event, func, select
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


class Tally:
    def __init__(self):
        self.sent = 0

    def __call__(self, *arguments):
        self.sent += 1


async def count_sql(engine, work):
    counter = Tally()
    event.listen(engine.sync_engine, "before_cursor_execute", counter)
    try:
        await work()
        return counter.sent
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", counter)


async def report(session):
    number = select(func.count()).where(Post.author_id == Author.id).correlate(Author).scalar_subquery()
    lines = await session.execute(select(Author.name, number).order_by(Author.name, Author.id))
    return [tuple(line) for line in lines]


def load(session):
    options = selectinload(Author.posts), selectinload(Author.prizes)
    authors = session.scalars(select(Author).options(*options)).all()
    return [
        (author.name, [post.title for post in author.posts], [prize.title for prize in author.prizes])
        for author in sorted(authors, key=lambda author: (author.name, author.id))
    ]


async def cards(session):
    return await session.run_sync(load)
