"""Objects that are taken out of their session, and rows that are read one by one."""

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
    session = Session(engine)
    with session:
        todo = Todo(title=title, description=description, priority=priority)
        session.add(todo)
        session.commit()
        session.refresh(todo)
        return todo.id


def first_three(engine):
    with Session(engine, expire_on_commit=False) as session:
        todos = (
            session.execute(select(Todo).order_by(Todo.priority.desc(), Todo.id.asc()).limit(3)).scalars().fetchall()
        )
        session.expunge_all()
        session.commit()
    return list(todos)


def count(engine):
    with Session(engine) as session:
        return session.scalars(select(func.count()).select_from(Todo)).one()


def titles_raw(engine, description):
    titles = []
    with engine.connect() as connection:
        result = connection.execute(
            text("SELECT title FROM todos WHERE description = :description ORDER BY id"), {"description": description}
        )
        for row in result:
            titles.append(row[0])
    return titles
