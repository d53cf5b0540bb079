"""Lets a task read everything into a queue without limit.

caught by: test_a_consumer_may_stop_early
says: most of the rows should not have been read
"""

import asyncio

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
        found = select(Todo).where(Todo.title.contains(words, autoescape=True))
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

    async def produce(self, queue):
        query = select(Todo).options(selectinload(Todo.tags)).order_by(Todo.id).execution_options(yield_per=100)
        async with self.maker() as session:
            async for todo in await session.stream_scalars(query):
                queue.put_nowait(line_of(todo))
                await asyncio.sleep(0)
        queue.put_nowait(None)


    async def export(self):
        queue = asyncio.Queue()
        yield csv_line(*HEADER)
        producer = asyncio.create_task(self.produce(queue))
        await asyncio.wait([producer], timeout=5)
        try:
            while (line := await queue.get()) is not None:
                yield line
        finally:
            producer.cancel()
            await asyncio.wait([producer])
