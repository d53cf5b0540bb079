"""A model that is a dataclass, and a session for each function made by one sessionmaker."""

from sqlalchemy import String, create_engine, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, mapped_column, sessionmaker


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Todo(Base):
    __tablename__ = "todos"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(1000))
    priority: Mapped[int]


sessions = sessionmaker(expire_on_commit=False)


def make_engine(url):
    engine = create_engine(url, pool_recycle=3600)
    Base.metadata.create_all(engine)
    return engine


def add(engine, title, description, priority):
    todo = Todo(title, description, priority)
    with sessions(bind=engine) as session, session.begin():
        session.add(todo)
    return todo.id


def first_three(engine):
    query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(3)
    with Session(engine) as session:
        return list(session.scalars(query))


def count(engine):
    with sessions(bind=engine) as session:
        return session.scalar(select(func.count()).select_from(Todo))


def titles_raw(engine, description):
    query = text("SELECT title FROM todos WHERE description = :description ORDER BY id")
    with engine.connect() as connection:
        return list(connection.scalars(query, {"description": description}))
