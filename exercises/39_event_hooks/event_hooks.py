"""A shelter for animals, whose database should do some things by itself, whoever works with it and however.

All of them are listeners: functions that SQLAlchemy calls when a connection is new, before and after a statement, or
when a session saves something. Nothing here may change the code that works with the animals.

Check it: pytest exercises/39
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """The base of all models. They are given, and stay as they are."""


class Keeper(Base):
    """Somebody who looks after animals."""

    __tablename__ = "keepers"
    id: Mapped[int] = mapped_column(primary_key=True)


class Animal(Base):
    """An animal. The database allows each name once."""

    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("keepers.id"))


class Entry(Base):
    """A line of the shelter's diary."""

    __tablename__ = "diary"
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


def to_json(value: Any) -> str:
    """JSON with its keys in order. Given."""
    return json.dumps(value, sort_keys=True)


def from_json(text: str) -> Any:
    """What a JSON text says, with exact numbers: ``0.1`` becomes ``Decimal("0.1")``, not a float. Given."""
    return json.loads(text, parse_float=Decimal)


def enforce_keys(engine: AsyncEngine) -> None:
    """From now on every new connection of this engine, which is for SQLite, begins with ``PRAGMA foreign_keys = ON``.

    Here and below: the engine has no connection yet, other engines are not changed, and nothing is waited for.
    """
    raise NotImplementedError


def log_slow(
    engine: AsyncEngine, seconds: float, clock: Callable[[], float], log: Callable[[str, float], None]
) -> None:
    """From now on call ``log`` for each statement of this engine that has taken so many seconds or more.

    clock: returns the time in seconds. It is the only one that counts here.
    log: is called with the statement's text and the seconds it has taken, when it is done. One that failed may be left
        out.
    """
    raise NotImplementedError


def make_maker(engine: AsyncEngine, session_class: type[Session]) -> async_sessionmaker[AsyncSession]:
    """Return a maker of async sessions, behind each of which is a synchronous session of this class."""
    raise NotImplementedError


def keep_diary(session_class: type[Session]) -> None:
    """From now on each session of this class that saves or deletes an animal also saves an entry about it.

    The words are ``"NAME has come"`` or ``"NAME has gone"``. Animal and entry are saved in the same transaction: both
    are there, or neither is. Sessions of other classes keep no diary.
    """
    raise NotImplementedError


def exact_numbers(engine: AsyncEngine) -> None:
    """From now on every new connection of this engine, which is for asyncpg, speaks JSON by the two functions above.

    That is: ``set_type_codec("json", encoder=to_json, decoder=from_json, schema="pg_catalog")``, which is a coroutine
    function of the driver's own connection.
    """
    raise NotImplementedError
