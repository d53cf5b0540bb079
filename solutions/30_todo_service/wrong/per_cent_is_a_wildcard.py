"""Leaves per cent signs and underscores to LIKE, for which they stand for anything.

caught by: test_words_are_taken_as_they_stand
says: One title contains the words
"""

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload
from todo_table import HEADER, URGENT, Todo, csv_line


def line_of(todo):
    tags = " ".join(sorted(tag.word for tag in todo.tags))
    return csv_line(todo.id, todo.title, todo.priority, int(todo.done), tags)


class TodoService:
    def __init__(self, maker):
        self.maker = maker

    async def search(self, words, page, size=20):
        found = select(Todo).where(Todo.title.contains(words))
        ordered = found.order_by(Todo.priority.desc(), Todo.id.desc())
        async with self.maker() as session:
            return list(await session.scalars(ordered.limit(size).offset(page * size)))

    async def stats(self):
        counts = select(
            func.count().label("total"),
            func.count().filter(Todo.done).label("done"),
            func.count().filter(~Todo.done, Todo.priority >= URGENT).label("urgent"),
        ).select_from(Todo)
        async with self.maker() as session:
            return dict((await session.execute(counts)).mappings().one())

    async def close_all(self, ids):
        async with self.maker.begin() as session:
            closed = await session.execute(update(Todo).where(Todo.id.in_(ids), ~Todo.done).values(done=True))
            return closed.rowcount

    async def export(self):
        everything = select(Todo).options(selectinload(Todo.tags)).order_by(Todo.id).execution_options(yield_per=500)
        yield csv_line(*HEADER)
        async with self.maker() as session:
            async for todo in await session.stream_scalars(everything):
                yield line_of(todo)
