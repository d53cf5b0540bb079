"""Adds ones and zeros up, and forgets what the sum of no rows is.

caught by: test_stats_of_an_empty_list
says: a sum over no rows is NULL
"""

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import selectinload
from todo_table import HEADER, URGENT, Todo, csv_line


def line_of(todo):
    tags = " ".join(sorted(tag.word for tag in todo.tags))
    return csv_line(todo.id, todo.title, todo.priority, int(todo.done), tags)


class TodoService:
    def __init__(self, maker):
        self.maker = maker

    async def search(self, words, page, size=20):
        found = select(Todo).where(Todo.title.contains(words, autoescape=True))
        ordered = found.order_by(Todo.priority.desc(), Todo.id.desc())
        async with self.maker() as session:
            return list(await session.scalars(ordered.limit(size).offset(page * size)))

    async def stats(self):
        done = case((Todo.done, 1), else_=0)
        urgent = case((Todo.done, 0), (Todo.priority >= URGENT, 1), else_=0)
        async with self.maker() as session:
            row = (await session.execute(select(func.count(Todo.id), func.sum(done), func.sum(urgent)))).one()
        return {"total": row[0], "done": row[1], "urgent": row[2]}

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
