"""Other events with other arguments: of a connection that is used, and of objects that change their state."""

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


def enforce_keys(engine):
    @event.listens_for(engine.sync_engine, "engine_connect")
    def used(connection):
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.rollback()


def log_slow(engine, seconds, clock, log):
    @event.listens_for(engine.sync_engine, "before_cursor_execute", retval=True)
    def before(conn, cursor, statement, parameters, context, executemany):
        conn.info["started"] = clock()
        return statement, parameters

    @event.listens_for(engine.sync_engine, "after_cursor_execute", named=True)
    def after(**things):
        taken = clock() - things["conn"].info.pop("started")
        if taken >= seconds:
            log(things["statement"], taken)


def make_maker(engine, session_class):
    return async_sessionmaker(engine, sync_session_class=session_class)


def keep_diary(session_class):
    @event.listens_for(session_class, "pending_to_persistent")
    def came(session, thing):
        if isinstance(thing, Animal):
            session.add(Entry(words=f"{thing.name} has come"))

    @event.listens_for(session_class, "persistent_to_deleted")
    def went(session, thing):
        if isinstance(thing, Animal):
            session.add(Entry(words=f"{thing.name} has gone"))


def exact_numbers(engine):
    @event.listens_for(engine.sync_engine, "connect", named=True)
    def connected(dbapi_connection, **rest):
        async def teach(driver):
            await driver.set_type_codec("json", encoder=to_json, decoder=from_json, schema="pg_catalog")

        dbapi_connection.run_async(teach)
