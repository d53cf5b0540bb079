"""Keeps the start for each thread, where all tasks are in one.

caught by: test_two_statements_at_once
says: Both took 5 seconds
"""

import json
import threading
from collections import defaultdict
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


def enforce_keys(engine):
    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection, record):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def log_slow(engine, seconds, clock, log):
    starts = defaultdict(list)

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def before(connection, cursor, statement, parameters, context, executemany):
        starts[threading.get_ident()].append(clock())

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def after(connection, cursor, statement, parameters, context, executemany):
        taken = clock() - starts[threading.get_ident()].pop()
        if taken >= seconds:
            log(statement, taken)


def make_maker(engine, session_class):
    return async_sessionmaker(engine, sync_session_class=session_class)


def keep_diary(session_class):
    @event.listens_for(session_class, "before_flush")
    def write(session, context, instances):
        come = [thing for thing in session.new if isinstance(thing, Animal)]
        gone = [thing for thing in session.deleted if isinstance(thing, Animal)]
        session.add_all(Entry(words=f"{animal.name} has come") for animal in come)
        session.add_all(Entry(words=f"{animal.name} has gone") for animal in gone)


def exact_numbers(engine):
    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection, record):
        connection.run_async(
            lambda driver: driver.set_type_codec("json", encoder=to_json, decoder=from_json, schema="pg_catalog")
        )
