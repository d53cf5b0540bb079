"""Says that there is one, without looking.

caught by: test_rename_of_nothing_is_told
says: rename should return False, and then True
"""

from sqlalchemy import String, select, update
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
        async with self._maker.begin() as session:
            await session.execute(update(Todo).where(Todo.id == id).values(title=title))
        return True

    async def delete(self, id):
        async with self._maker.begin() as session:
            todo = await session.get(Todo, id)
            if todo is None:
                return False
            await session.delete(todo)
            return True
