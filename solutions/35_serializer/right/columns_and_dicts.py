"""Asks for columns and makes no objects at all."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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
        "written": post.written.isoformat(),
        "author": user(post.author),
        "tags": sorted(tag.name for tag in post.tags),
    }


def to_dict(post, comments):
    shown = [
        {"id": each.id, "text": each.text, "written": each.written.isoformat(), "author": user(each.author)}
        for each in comments
    ]
    return {**head(post), "body": post.body, "comments": shown}


async def post_page(maker, post_id):
    async with maker() as session:
        columns = Post.id, Post.title, Post.body, Post.written, User.id, User.name
        query = select(*columns).join(User, User.id == Post.author_id).where(Post.id == post_id)
        row = (await session.execute(query)).first()
        if row is None:
            raise NotFound(post_id)
        names = select(Tag.name).join(post_tags).where(post_tags.c.post_id == post_id).order_by(Tag.name)
        tags = (await session.scalars(names)).all()
        latest = (
            select(Comment.id, Comment.text, Comment.written, User.id, User.name)
            .outerjoin(User, User.id == Comment.author_id)
            .where(Comment.post_id == post_id)
            .order_by(Comment.written.desc(), Comment.id.desc())
            .limit(20)
        )
        comments = (await session.execute(latest)).all()
    id, title, body, written, author_id, author = row
    return {
        "id": id,
        "title": title,
        "body": body,
        "written": written.isoformat(),
        "author": {"id": author_id, "name": author},
        "tags": list(tags),
        "comments": [
            {
                "id": number,
                "text": words,
                "written": moment.isoformat(),
                "author": None if user_id is None else {"id": user_id, "name": name},
            }
            for number, words, moment, user_id, name in comments
        ],
    }


async def feed(maker, n):
    async with maker() as session:
        columns = Post.id, Post.title, Post.written, User.id, User.name
        query = select(*columns).join(User, User.id == Post.author_id)
        rows = (await session.execute(query.order_by(Post.written.desc(), Post.id.desc()).limit(n))).all()
        ids = [row[0] for row in rows]
        tags = {id: [] for id in ids}
        names = select(post_tags.c.post_id, Tag.name).join(Tag, Tag.id == post_tags.c.tag_id)
        for id, name in await session.execute(names.where(post_tags.c.post_id.in_(ids)).order_by(Tag.name)):
            tags[id].append(name)
        counted = select(Comment.post_id, func.count()).where(Comment.post_id.in_(ids)).group_by(Comment.post_id)
        counts = dict((await session.execute(counted)).all())
    return [
        {
            "id": id,
            "title": title,
            "written": written.isoformat(),
            "author": {"id": author_id, "name": author},
            "tags": tags[id],
            "comments": counts.get(id, 0),
        }
        for id, title, written, author_id, author in rows
    ]
