"""The to-do list of a whole company: one statement for each question, and a stream for the export."""

from collections.abc import AsyncIterator

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import selectinload
from todo_table import HEADER, URGENT, Todo, csv_line


class TodoService:
    """The methods may be called at the same time: each has a session of its own."""

    def __init__(self, maker: async_sessionmaker[AsyncSession]) -> None:
        """maker: makes sessions."""
        self.maker = maker

    async def search(self, words: str, page: int, size: int = 20) -> list[Todo]:
        """Return one page of the to-dos whose title contains ``words`` just as it stands."""
        found = select(Todo).where(Todo.title.contains(words, autoescape=True))
        ordered = found.order_by(Todo.priority.desc(), Todo.id.desc())
        async with self.maker() as session:
            return list(await session.scalars(ordered.limit(size).offset(page * size)))

    async def stats(self) -> dict[str, int]:
        """Return how many to-dos there are, how many are done, and how many are urgent."""
        counts = select(
            func.count().label("total"),
            func.count().filter(Todo.done).label("done"),
            func.count().filter(~Todo.done, Todo.priority >= URGENT).label("urgent"),
        ).select_from(Todo)
        async with self.maker() as session:
            return dict((await session.execute(counts)).mappings().one())

    async def close_all(self, ids: list[int]) -> int:
        """Mark these to-dos as done, for good, and return how many of them were not done before."""
        async with self.maker.begin() as session:
            closed = await session.execute(update(Todo).where(Todo.id.in_(ids), ~Todo.done).values(done=True))
            return closed.rowcount

    async def export(self) -> AsyncIterator[str]:
        """Give the list as CSV, line by line."""
        everything = select(Todo).options(selectinload(Todo.tags)).order_by(Todo.id).execution_options(yield_per=500)
        yield csv_line(*HEADER)
        async with self.maker() as session:
            async for todo in await session.stream_scalars(everything):
                tags = " ".join(sorted(tag.word for tag in todo.tags))
                yield csv_line(todo.id, todo.title, todo.priority, int(todo.done), tags)
