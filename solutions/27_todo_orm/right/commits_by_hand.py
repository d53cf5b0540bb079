"""Sessions without a block: closed in finally, committed by hand."""

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
        session = self._maker()
        try:
            todo = Todo(title=title, priority=priority)
            session.add(todo)
            await session.commit()
            await session.refresh(todo)
            return todo.id
        except BaseException:
            await session.rollback()
            raise
        finally:
            await session.close()

    async def get(self, id):
        session = self._maker()
        try:
            return (await session.scalars(select(Todo).where(Todo.id == id))).first()
        finally:
            await session.close()

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
        async with self._maker() as session:
            todo = await session.get(Todo, id)
            if todo is not None:
                await session.delete(todo)
                await session.commit()
            return todo is not None
