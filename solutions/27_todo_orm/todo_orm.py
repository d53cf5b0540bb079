"""A repository: the one place of a program that knows how its to-dos are stored."""

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all models have in common."""


class Todo(Base):
    """Something to be done, and a row of the table ``todos``."""

    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    priority: Mapped[int] = mapped_column(default=0)


class TodoRepo:
    """Adds, finds, renames and deletes to-dos: a session and a transaction for each call."""

    def __init__(self, maker: async_sessionmaker[AsyncSession]) -> None:
        """maker: makes sessions whose objects outlive a commit."""
        self._maker = maker

    async def add(self, title: str, priority: int = 0) -> int:
        """Save a new to-do and return its id."""
        todo = Todo(title=title, priority=priority)
        async with self._maker.begin() as session:
            session.add(todo)
        return todo.id

    async def get(self, id: int) -> Todo | None:
        """Return the to-do with this id as the database has it now, or None if there is none."""
        async with self._maker() as session:
            return await session.get(Todo, id)

    async def top(self, n: int) -> list[Todo]:
        """Return the n with the highest priority: the highest first, of two equals the one with the lower id first."""
        query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(n)
        async with self._maker() as session:
            return list(await session.scalars(query))

    async def rename(self, id: int, title: str) -> bool:
        """Give the to-do with this id a new title; returns whether there is one."""
        async with self._maker.begin() as session:
            todo = await session.get(Todo, id)
            if todo is None:
                return False
            todo.title = title
            return True

    async def delete(self, id: int) -> bool:
        """Delete the to-do with this id; returns whether there was one."""
        async with self._maker.begin() as session:
            todo = await session.get(Todo, id)
            if todo is None:
                return False
            await session.delete(todo)
            return True
