"""Remembers in the session who has come, so that nobody comes twice, also after a rollback.

caught by: test_both_or_neither
says: It saved the other one once more
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, event
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
    """Every new connection begins with the PRAGMA."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def log_slow(
    engine: AsyncEngine, seconds: float, clock: Callable[[], float], log: Callable[[str, float], None]
) -> None:
    """The start is kept with the connection: it sends one statement at a time."""

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def before(connection: Any, *_: Any) -> None:
        connection.info["started"] = clock()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def after(connection: Any, _: Any, statement: str, *__: Any) -> None:
        taken = clock() - connection.info["started"]
        if taken >= seconds:
            log(statement, taken)


def make_maker(engine: AsyncEngine, session_class: type[Session]) -> async_sessionmaker[AsyncSession]:
    """Async sessions with a synchronous one of this class behind them."""
    return async_sessionmaker(engine, sync_session_class=session_class)


def keep_diary(session_class: type[Session]) -> None:
    """What is about to be sent gets company."""

    @event.listens_for(session_class, "before_flush")
    def write(session: Session, *_: Any) -> None:
        done = session.info.setdefault("done", set())
        for thing in session.new:
            if isinstance(thing, Animal) and thing.name not in done:
                done.add(thing.name)
                session.add(Entry(words=f"{thing.name} has come"))
        for thing in session.deleted:
            if isinstance(thing, Animal):
                session.add(Entry(words=f"{thing.name} has gone"))


def exact_numbers(engine: AsyncEngine) -> None:
    """The adapter waits for the driver's coroutine."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.run_async(
            lambda driver: driver.set_type_codec("json", encoder=to_json, decoder=from_json, schema="pg_catalog")
        )
