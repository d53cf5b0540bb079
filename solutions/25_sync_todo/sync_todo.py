"""A to-do list in a database, without any await: engine, connection and session, as every program uses them."""

from sqlalchemy import Engine, String, create_engine, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """What all models have in common: ``Base.metadata`` knows their tables."""


class Todo(Base):
    """Something to be done, and a row of the table ``todos``."""

    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(1000))
    priority: Mapped[int]


def make_engine(url: str) -> Engine:
    """Make the program's one engine for this database, and the tables that are not there yet. What is there stays."""
    engine = create_engine(url, pool_recycle=3600)
    Base.metadata.create_all(engine)
    return engine


def add(engine: Engine, title: str, description: str, priority: int) -> int:
    """Save a to-do for good and return its id. The database's error reaches the caller."""
    todo = Todo(title=title, description=description, priority=priority)
    with Session(engine) as session, session.begin():
        session.add(todo)
        # Only the database knows the id, so it has to be asked before the commit is.
        session.flush()
        return todo.id


def first_three(engine: Engine) -> list[Todo]:
    """Return the three with the highest priority, the highest first; of two equals, the one with the lower id first."""
    query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(3)
    with Session(engine) as session:
        return list(session.scalars(query))


def count(engine: Engine) -> int:
    """Return how many to-dos there are. The database counts."""
    with Session(engine) as session:
        return session.scalars(select(func.count()).select_from(Todo)).one()


def titles_raw(engine: Engine, description: str) -> list[str]:
    """Return the titles of all to-dos with exactly this description, in the order of their ids, by SQL of your own."""
    query = text("SELECT title FROM todos WHERE description = :description ORDER BY id")
    with engine.connect() as connection:
        return list(connection.scalars(query, {"description": description}))
