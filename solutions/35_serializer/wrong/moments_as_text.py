"""Turns moments into text with str, which has a space where ISO 8601 has a T.

caught by: test_a_page_is_made_of_plain_values
says: as the docstring has it
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, defer, joinedload, mapped_column, relationship, selectinload


class NotFound(Exception):
    pass


class Base(DeclarativeBase):
    pass


post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Comment(Base):
    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written: Mapped[datetime]
    text: Mapped[str]
    author: Mapped[User | None] = relationship(lazy="raise")


class Post(Base):
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


def user(user):
    return {"id": user.id, "name": user.name} if user else None


def head(post):
    return {
        "id": post.id,
        "title": post.title,
        "written": str(post.written),
        "author": user(post.author),
        "tags": sorted(tag.name for tag in post.tags),
    }


def to_dict(post, comments):
    shown = [
        {"id": each.id, "text": each.text, "written": str(each.written), "author": user(each.author)}
        for each in comments
    ]
    return {**head(post), "body": post.body, "comments": shown}


async def post_page(maker, post_id):
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


async def feed(maker, n):
    count = select(func.count()).where(Comment.post_id == Post.id).scalar_subquery()
    latest = (
        select(Post, count)
        .order_by(Post.written.desc(), Post.id.desc())
        .limit(n)
        .options(defer(Post.body, raiseload=True), joinedload(Post.author), selectinload(Post.tags))
    )
    async with maker() as session:
        rows = (await session.execute(latest)).all()
    return [{**head(post), "comments": comments} for post, comments in rows]
