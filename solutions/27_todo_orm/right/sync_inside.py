"""Everything in sync functions, which run_sync calls."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Todo(Base):
    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    priority: Mapped[int] = mapped_column(default=0)


class TodoRepo:
    async def _do(self, work):
        async with self._maker.begin() as session:
            return await session.run_sync(work)

    def __init__(self, maker):
        self._maker = maker

    async def add(self, title, priority=0):
        def work(session):
            todo = Todo(title=title, priority=priority)
            session.add(todo)
            session.flush()
            return todo.id

        return await self._do(work)

    async def get(self, id):
        return await self._do(lambda session: session.get(Todo, id))

    async def top(self, n):
        return await self._do(
            lambda session: session.query(Todo).order_by(Todo.priority.desc(), Todo.id).limit(n).all()
        )

    async def rename(self, id, title):
        def work(session):
            todo = session.get(Todo, id)
            if todo:
                todo.title = title
            return todo is not None

        return await self._do(work)

    async def delete(self, id):
        return bool(await self._do(lambda session: session.query(Todo).where(Todo.id == id).delete()))
