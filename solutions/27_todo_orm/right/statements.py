"""UPDATE and DELETE as statements, and how many rows they met."""

from sqlalchemy import String, delete, insert, select, update
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
        async with self._maker() as session:
            result = await session.execute(insert(Todo).values(title=title, priority=priority))
            await session.commit()
            return result.inserted_primary_key[0]

    async def get(self, id):
        async with self._maker() as session:
            return await session.scalar(select(Todo).where(Todo.id == id))

    async def top(self, n):
        query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(n)
        async with self._maker() as session:
            return list(await session.scalars(query))

    async def rename(self, id, title):
        async with self._maker.begin() as session:
            result = await session.execute(update(Todo).where(Todo.id == id).values(title=title))
            return result.rowcount == 1

    async def delete(self, id):
        async with self._maker.begin() as session:
            result = await session.execute(delete(Todo).where(Todo.id == id))
            return result.rowcount > 0
