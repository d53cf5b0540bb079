"""The API of a blog: from objects to JSON, with a budget of SQL statements.

Nothing is loaded by accident: the models forbid it. Each function says what it needs in its query, and what makes the
JSON is an ordinary function that has all of it in its hands.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, defer, joinedload, mapped_column, relationship, selectinload


class NotFound(Exception):
    """There is no such post."""


class Base(DeclarativeBase):
    """The base of all models."""


post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class User(Base):
    """Somebody who writes posts or comments."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Tag(Base):
    """What a post is about. No two tags have the same name."""

    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Comment(Base):
    """What somebody has to say about a post. Without an author it is anonymous."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written: Mapped[datetime]
    text: Mapped[str]
    author: Mapped[User | None] = relationship(lazy="raise")


class Post(Base):
    """What the blog is made of. It has any number of tags and comments, also none; its body may be long."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written: Mapped[datetime]
    title: Mapped[str]
    body: Mapped[str]
    author: Mapped[User] = relationship(lazy="raise")
    tags: Mapped[list[Tag]] = relationship(secondary=post_tags, lazy="raise")
    comments: Mapped[list[Comment]] = relationship(lazy="raise")

    def __repr__(self) -> str:
        return f"<Post {self.title!r}>"


def _user(user: User | None) -> dict[str, Any] | None:
    return {"id": user.id, "name": user.name} if user else None


def _head(post: Post) -> dict[str, Any]:
    """What the page and the feed have in common."""
    return {
        "id": post.id,
        "title": post.title,
        "written": post.written.isoformat(),
        "author": _user(post.author),
        "tags": sorted(tag.name for tag in post.tags),
    }


def to_dict(post: Post, comments: list[Comment]) -> dict[str, Any]:
    """Return the page of a post, ready for ``json.dumps``. The comments come in their order.

    It reads the columns, ``post.author``, ``post.tags`` and each comment's ``author``, and nothing else: it has to work
    when no session is open. The page::

        {"id": 7, "title": "...", "body": "...", "written": "2026-03-01T09:30:00",
         "author": {"id": 1, "name": "..."},
         "tags": ["air", "sea"],                              # names, in alphabetical order
         "comments": [{"id": 3, "text": "...", "written": "2026-03-02T10:00:00",
                       "author": {"id": 2, "name": "..."}}]}  # None, where it is anonymous
    """
    shown = [
        {"id": each.id, "text": each.text, "written": each.written.isoformat(), "author": _user(each.author)}
        for each in comments
    ]
    return {**_head(post), "body": post.body, "comments": shown}


async def post_page(maker: async_sessionmaker[AsyncSession], post_id: int) -> dict[str, Any]:
    """Return the page of this post with its 20 latest comments, the latest first; of one moment, the higher id first.

    Raises NotFound when there is no such post. At most 4 statements, and 1 when there is no such post.
    """
    latest = (
        select(Comment)
        .where(Comment.post_id == post_id)
        .order_by(Comment.written.desc(), Comment.id.desc())
        .limit(20)
        .options(joinedload(Comment.author))
    )
    async with maker() as session:
        post = await session.get(Post, post_id, options=[joinedload(Post.author), selectinload(Post.tags)])
        if post is None:
            raise NotFound(post_id)
        comments = list(await session.scalars(latest))
    return to_dict(post, comments)


async def feed(maker: async_sessionmaker[AsyncSession], n: int) -> list[dict[str, Any]]:
    """Return the n latest posts, the latest first; of one moment, the higher id first.

    Each as a page without its body, and with the number of comments in place of the comments. At most 4 statements,
    however many posts; the bodies and the comments are not read.
    """
    count = select(func.count()).where(Comment.post_id == Post.id).scalar_subquery()
    latest = (
        select(Post, count)
        .order_by(Post.written.desc(), Post.id.desc())
        .limit(n)
        .options(defer(Post.body, raiseload=True), joinedload(Post.author), selectinload(Post.tags))
    )
    async with maker() as session:
        rows = (await session.execute(latest)).all()
    return [{**_head(post), "comments": comments} for post, comments in rows]
