"""The way of writing from before 2.0: declarative_base, Column, sessionmaker and query."""

from sqlalchemy import Column, Integer, String, create_engine, text
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Todo(Base):
    __tablename__ = "todos"
    id = Column(Integer, primary_key=True)
    title = Column(String(200), nullable=False)
    description = Column(String(1000), nullable=False)
    priority = Column(Integer, nullable=False)


def make_engine(url):
    engine = create_engine(url, pool_recycle=3600)
    Base.metadata.create_all(engine)
    return engine


def add(engine, title, description, priority):
    session = sessionmaker(bind=engine)()
    try:
        todo = Todo(title=title, description=description, priority=priority)
        session.add(todo)
        session.commit()
        return todo.id
    finally:
        session.close()


def first_three(engine):
    with sessionmaker(bind=engine)() as session:
        return session.query(Todo).order_by(Todo.priority.desc(), Todo.id).limit(3).all()


def count(engine):
    with sessionmaker(bind=engine)() as session:
        return session.query(Todo).count()


def titles_raw(engine, description):
    query = text("SELECT title FROM todos WHERE description = :description ORDER BY id")
    with engine.connect() as connection:
        return list(connection.scalars(query, {"description": description}))
