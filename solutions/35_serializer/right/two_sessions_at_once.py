"""Looks for the post first; tags and comments come at the same time, each by a session of its own."""

import asyncio
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, func, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    defer,
    joinedload,
    mapped_column,
    raiseload,
    relationship,
    selectinload,
)


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
    return user and {"id": user.id, "name": user.name}


def comment_of(each):
    return {"id": each.id, "text": each.text, "written": each.written.isoformat(), "author": user(each.author)}


def plain(post):
    page = {"id": post.id, "title": post.title, "body": post.body}
    return {**page, "written": post.written.isoformat(), "author": user(post.author)}


def head(post):
    page = plain(post)
    page["tags"] = sorted(tag.name for tag in post.tags)
    return page


def to_dict(post, comments):
    return {**head(post), "comments": [comment_of(each) for each in comments]}


async def post_page(maker, post_id):
    async def read(query):
        async with maker() as session:
            return (await session.scalars(query)).unique().all()

    found = await read(select(Post).where(Post.id == post_id).options(joinedload(Post.author), raiseload("*")))
    if not found:
        raise NotFound
    latest = select(Comment).where(Comment.post_id == post_id).options(joinedload(Comment.author))
    tags, comments = await asyncio.gather(
        read(select(Tag).join(post_tags).where(post_tags.c.post_id == post_id)),
        read(latest.order_by(Comment.written.desc(), Comment.id.desc()).limit(20)),
    )
    page = {"tags": sorted(tag.name for tag in tags), "comments": [comment_of(each) for each in comments]}
    return {**plain(found[0]), **page}


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
    return [{**short(post), "comments": comments} for post, comments in rows]


def short(post):
    page = {"id": post.id, "title": post.title, "written": post.written.isoformat(), "author": user(post.author)}
    return {**page, "tags": sorted(tag.name for tag in post.tags)}
