"""Listeners that are ordinary functions, and event.listen; a stack of starts; the pool's events."""

import json
from decimal import Decimal

from sqlalchemy import ForeignKey, event
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Keeper(Base):
    __tablename__ = "keepers"
    id: Mapped[int] = mapped_column(primary_key=True)


class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("keepers.id"))


class Entry(Base):
    __tablename__ = "diary"
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


def to_json(value):
    return json.dumps(value, sort_keys=True)


def from_json(text):
    return json.loads(text, parse_float=Decimal)


def switch_on(connection, record):
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def write(session, context, instances):
    for things, words in ((session.new, "come"), (session.deleted, "gone")):
        for thing in list(things):
            if isinstance(thing, Animal):
                session.add(Entry(words=f"{thing.name} has {words}"))


def speak(connection, record):
    async def teach(driver):
        await driver.set_type_codec("json", encoder=to_json, decoder=from_json, schema="pg_catalog")

    connection.run_async(teach)


def enforce_keys(engine):
    event.listen(engine.sync_engine.pool, "connect", switch_on)


def log_slow(engine, seconds, clock, log):
    def before(connection, *rest):
        connection.info.setdefault("starts", []).append(clock())

    def after(connection, cursor, statement, *rest):
        taken = clock() - connection.info["starts"].pop()
        if taken >= seconds:
            log(statement, taken)

    event.listen(engine.sync_engine, "before_cursor_execute", before)
    event.listen(engine.sync_engine, "after_cursor_execute", after)


def make_maker(engine, session_class):
    return async_sessionmaker(engine, sync_session_class=session_class)


def keep_diary(session_class):
    event.listen(session_class, "before_flush", write)


def exact_numbers(engine):
    event.listen(engine.sync_engine, "connect", speak)
