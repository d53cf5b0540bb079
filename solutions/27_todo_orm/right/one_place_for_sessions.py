"""One helper that finds an object in a transaction, and lends both."""

from contextlib import asynccontextmanager

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
    @asynccontextmanager
    async def _found(self, id):
        async with self._maker() as session:
            yield session, await session.get(Todo, id, with_for_update=True)
            await session.commit()

    def __init__(self, maker):
        self._maker = maker

    async def add(self, title, priority=0):
        todo = Todo(title=title, priority=priority)
        async with self._maker.begin() as session:
            session.add(todo)
        return todo.id

    async def get(self, id):
        async with self._maker() as session:
            return await session.get(Todo, id)

    async def top(self, n):
        query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(n)
        async with self._maker() as session:
            return list(await session.scalars(query))

    async def rename(self, id, title):
        async with self._found(id) as (_, todo):
            if todo:
                todo.title = title
        return bool(todo)

    async def delete(self, id):
        async with self._found(id) as (session, todo):
            if todo:
                await session.delete(todo)
        return bool(todo)
