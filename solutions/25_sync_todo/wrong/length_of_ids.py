"""Loads all ids in order to count them.

caught by: test_the_database_counts
says: Let the database count
"""

from sqlalchemy import String, create_engine, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass

class Todo(Base):
    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(1000))
    priority: Mapped[int]


def make_engine(url):
    engine = create_engine(url, pool_recycle=3600)
    Base.metadata.create_all(engine)
    return engine


def add(engine, title, description, priority):
    todo = Todo(title=title, description=description, priority=priority)
    with Session(engine) as session, session.begin():
        session.add(todo)
        session.flush()
        return todo.id


def first_three(engine):
    query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(3)
    with Session(engine) as session:
        return list(session.scalars(query))


def count(engine):
    with Session(engine) as session:
        return len(session.scalars(select(Todo.id)).all())


def titles_raw(engine, description):
    query = text("SELECT title FROM todos WHERE description = :description ORDER BY id")
    with engine.connect() as connection:
        return list(connection.scalars(query, {"description": description}))
