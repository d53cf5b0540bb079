"""A class with __anext__ and aclose in place of a generator, which keeps a page at a time."""

from collections import deque

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload
from todo_table import HEADER, URGENT, Todo, csv_line


def line_of(todo):
    tags = " ".join(sorted(tag.word for tag in todo.tags))
    return csv_line(todo.id, todo.title, todo.priority, int(todo.done), tags)


class Export:
    def __init__(self, maker):
        self.maker, self.lines, self.last, self.over = maker, deque([csv_line(*HEADER)]), 0, False

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.lines and not self.over:
            await self.fill()
        if not self.lines:
            raise StopAsyncIteration
        return self.lines.popleft()

    async def fill(self):
        query = select(Todo).options(selectinload(Todo.tags)).where(Todo.id > self.last).order_by(Todo.id).limit(100)
        async with self.maker() as session:
            todos = list(await session.scalars(query))
        self.over = len(todos) < 100
        self.lines.extend(map(line_of, todos))
        if todos:
            self.last = todos[-1].id

    async def aclose(self):
        self.lines.clear()
        self.over = True


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

    def export(self):
        return Export(self.maker)
