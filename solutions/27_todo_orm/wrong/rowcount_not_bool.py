"""Returns how many rows were deleted.

caught by: test_delete_deletes_one
says: delete should return whether there was one
"""

from sqlalchemy import String, delete, select
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
            todo = await session.get(Todo, id)
            if todo is None:
                return False
            todo.title = title
            return True

    async def delete(self, id):
        async with self._maker.begin() as session:
            return (await session.execute(delete(Todo).where(Todo.id == id))).rowcount
