"""An ORM model and sessions."""

from sqlalchemy import String, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Todo(Base):
    __tablename__ = "todos"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    priority: Mapped[int]


async def init_db(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return engine


async def add_todos(engine, rows):
    async with AsyncSession(engine) as session, session.begin():
        if rows:
            await session.execute(insert(Todo), rows)


async def urgent(engine, min_priority):
    query = select(Todo).where(Todo.priority >= min_priority).order_by(Todo.priority.desc(), Todo.id)
    async with AsyncSession(engine) as session:
        return [todo.title for todo in await session.scalars(query)]


async def main(url, rows, min_priority):
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
