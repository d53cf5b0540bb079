"""The tables of the to-do list, and how one line of an export is written. Nobody edits this file."""

import csv
import io

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

URGENT = 5
"""The lowest priority that is urgent."""

HEADER = ("id", "title", "priority", "done", "tags")
"""The columns of an export."""


class Base(DeclarativeBase):
    """What all models have in common."""


class Todo(Base):
    """Something to be done."""

    __tablename__ = "todos"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    priority: Mapped[int]
    done: Mapped[bool]
    tags: Mapped[list["Tag"]] = relationship()


class Tag(Base):
    """A word by which to-dos are sorted."""

    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    todo_id: Mapped[int] = mapped_column(ForeignKey("todos.id"), index=True)
    word: Mapped[str]


def csv_line(*fields: object) -> str:
    """One line of CSV with its line end: a field with a comma, a quote or a line end in it is put in quotes."""
    line = io.StringIO()
    csv.writer(line).writerow(fields)
    return line.getvalue()
