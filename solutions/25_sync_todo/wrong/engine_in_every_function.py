"""Makes an engine in every function.

caught by: test_one_connection_serves_all_calls
says: One connection is enough
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
    own = create_engine(engine.url)
    with Session(own) as session:
        number = session.scalars(select(func.count()).select_from(Todo)).one()
    own.dispose()
    return number


def titles_raw(engine, description):
    own = create_engine(engine.url)
    query = text("SELECT title FROM todos WHERE description = :description ORDER BY id")
    with own.connect() as connection:
        titles = list(connection.scalars(query, {"description": description}))
    own.dispose()
    return titles
