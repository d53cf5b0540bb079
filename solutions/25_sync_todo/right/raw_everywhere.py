"""Text for everything, and the objects are made from it."""

from sqlalchemy import String, create_engine, select, text
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
    connection = engine.connect()
    try:
        values = {"title": title, "description": description, "priority": priority}
        statement = text("INSERT INTO todos (title, description, priority) VALUES (:title, :description, :priority)")
        result = connection.execute(statement, values)
        connection.commit()
        return result.lastrowid
    finally:
        connection.close()


def first_three(engine):
    query = text("SELECT * FROM todos ORDER BY priority DESC, id LIMIT 3")
    with Session(engine) as session:
        return list(session.scalars(select(Todo).from_statement(query)))


def count(engine):
    with engine.connect() as connection:
        ((number,),) = connection.execute(text("SELECT count(*) FROM todos"))
        return number


def titles_raw(engine, description):
    query = text("SELECT title FROM todos WHERE description = :description ORDER BY id")
    with engine.connect() as connection:
        return list(connection.scalars(query, {"description": description}))
