"""A transaction in every call, also in those that only read."""

from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Todo(Base):
    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    priority: Mapped[int] = mapped_column(default=0)


class TodoRepo:
    def __init__(self, maker):
        self._maker = maker

    async def add(self, title, priority=0):
        async with self._maker() as session, session.begin():
            todo = Todo(title=title, priority=priority)
            session.add(todo)
            await session.flush()
            return todo.id

    async def get(self, id):
        async with self._maker.begin() as session:
            return (await session.execute(select(Todo).filter_by(id=id))).scalar_one_or_none()

    async def top(self, n):
        async with self._maker.begin() as session:
            result = await session.execute(select(Todo).order_by(-Todo.priority, Todo.id.asc()).limit(n))
            return [todo for (todo,) in result]

    async def rename(self, id, title):
        async with self._maker.begin() as session:
            todo = await session.get(Todo, id)
            if todo is None:
                return False
            todo.title = title
            return True

    async def delete(self, id):
        async with self._maker.begin() as session:
            todo = await session.get(Todo, id)
            if todo is None:
                return False
            await session.delete(todo)
            return True
