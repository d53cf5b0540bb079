"""The honest idioms, and the policies of two small exercises for which they could be answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from courses import make_exercise

from grader.course import Course
from grader.worker.policy import Policy

FOLDER = Path(__file__).parent / "idioms"
MODELS = '''
"""The tables of a small forum."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(AsyncAttrs, DeclarativeBase):
    """The base of all."""


post_tags = Table(
    "post_tags", Base.metadata, Column("post_id", ForeignKey("posts.id")), Column("tag_id", ForeignKey("tags.id"))
)


class User(Base):
    """Somebody."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="author")


class Post(Base):
    """What somebody wrote."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    likes: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User | None] = relationship(back_populates="posts")
    tags: Mapped[list["Tag"]] = relationship(secondary=post_tags)


class Tag(Base):
    """What it is about."""

    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Account(Base):
    """Money."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
'''
PLAIN_STUB = """
import asyncio
from typing import Protocol


class Session(Protocol):
    async def page(self, number, size): ...
    async def commit(self): ...
    async def rollback(self): ...
    async def close(self): ...


class Service(Protocol):
    async def open(self): ...


async def run(job):
    raise NotImplementedError
"""
DATABASE_STUB = """
from models import User
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


async def run(session: AsyncSession, user: User):
    raise NotImplementedError
"""
PROCESSES_STUB = """
import signal
from concurrent.futures import ProcessPoolExecutor


async def run(pool: ProcessPoolExecutor, sign=signal.SIGTERM):
    raise NotImplementedError
"""
CHECKS = """
from grader.checks import task


@task(1)
async def test_runs(probe):
    '''It runs.'''
"""


@dataclass(frozen=True)
class Idiom:
    """A piece of honest code. ``held_out``: it was kept aside while the rules were made."""

    file: str
    name: str
    source: str
    held_out: bool

    @property
    def exercise(self) -> str:
        """The small exercise that it is an answer to."""
        if self.name in ("process pool", "graceful shutdown"):
            return "processes"
        return "database" if self.file == "sqlalchemy" else "plain"


def idioms() -> Iterator[Idiom]:
    """All of them. Every second one was held out."""
    for path in sorted(FOLDER.glob("*.txt")):
        for number, part in enumerate(path.read_text("utf-8").split("=== ")[1:]):
            name, _, source = part.partition("\n")
            yield Idiom(path.stem, name, source, number % 2 == 1)


def lab(root: Path) -> dict[str, Policy]:
    """The policies of a course with one exercise for each kind."""
    make_exercise(root, "01_plain", checks=CHECKS, stub=PLAIN_STUB)
    make_exercise(root, "02_database", checks=CHECKS, stub=DATABASE_STUB)
    make_exercise(root, "03_processes", checks=CHECKS, stub=PROCESSES_STUB)
    course = Course(root)
    (course.get("02").folder / "models.py").write_text(MODELS)
    return {exercise.slug: Policy.of(exercise) for exercise in course.exercises}
