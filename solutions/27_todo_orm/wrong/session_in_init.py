"""One session for the whole repository.

caught by: test_get_sees_what_others_did
says: session for each call asks anew
"""

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
        self._session = maker()

    async def add(self, title, priority=0):
        todo = Todo(title=title, priority=priority)
        self._session.add(todo)
        await self._session.commit()
        return todo.id

    async def get(self, id):
        return await self._session.get(Todo, id)

    async def top(self, n):
        query = select(Todo).order_by(Todo.priority.desc(), Todo.id).limit(n)
        return list(await self._session.scalars(query))

    async def rename(self, id, title):
        todo = await self._session.get(Todo, id)
        if todo is None:
            return False
        todo.title = title
        await self._session.commit()
        return True

    async def delete(self, id):
        todo = await self._session.get(Todo, id)
        if todo is None:
            return False
        await self._session.delete(todo)
        await self._session.commit()
        return True
