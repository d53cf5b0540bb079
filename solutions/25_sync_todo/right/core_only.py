"""Connections and statements, and objects that no session ever saw."""

from sqlalchemy import String, bindparam, create_engine, func, insert, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Todo(Base):
    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(1000))
    priority: Mapped[int]


def make_engine(url):
    engine = create_engine(url, pool_recycle=3600, pool_pre_ping=True, pool_size=2, echo=False)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
    return engine


def add(engine, title, description, priority):
    with engine.begin() as connection:
        result = connection.execute(insert(Todo).values(title=title, description=description, priority=priority))
        return result.inserted_primary_key[0]


def first_three(engine):
    query = select(Todo.id, Todo.title, Todo.description, Todo.priority).order_by(-Todo.priority, Todo.id).limit(3)
    with engine.connect() as connection:
        return [Todo(**row) for row in connection.execute(query).mappings()]


def count(engine):
    with engine.connect() as connection:
        return connection.scalar(select(func.count(Todo.id)))


def titles_raw(engine, description):
    query = text("SELECT title FROM todos WHERE description = :wanted ORDER BY id")
    query = query.bindparams(bindparam("wanted", description))
    with engine.connect() as connection:
        return [row.title for row in connection.execute(query)]
