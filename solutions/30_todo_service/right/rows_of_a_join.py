"""Streams the rows of a join, and puts those of one to-do together; all else as a chain of scalar subqueries."""

from sqlalchemy import func, select, update
from todo_table import HEADER, URGENT, Tag, Todo, csv_line


class TodoService:
    def __init__(self, maker):
        self.maker = maker

    async def search(self, words, page, size=20):
        found = select(Todo).where(Todo.title.contains(words, autoescape=True))
        ordered = found.order_by(Todo.priority.desc(), Todo.id.desc())
        async with self.maker() as session:
            return list(await session.scalars(ordered.limit(size).offset(page * size)))

    async def stats(self):
        def number(*conditions):
            return select(func.count(Todo.id)).where(*conditions).scalar_subquery()

        async with self.maker() as session:
            query = select(number(), number(Todo.done), number(Todo.done.is_(False), Todo.priority >= URGENT))
            return dict(zip(("total", "done", "urgent"), (await session.execute(query)).one(), strict=True))

    async def close_all(self, ids):
        async with self.maker.begin() as session:
            closed = await session.execute(update(Todo).where(Todo.id.in_(ids), ~Todo.done).values(done=True))
            return closed.rowcount

    async def export(self):
        yield csv_line(*HEADER)
        query = (
            select(Todo.id, Todo.title, Todo.priority, Todo.done, Tag.word)
            .outerjoin(Todo.tags)
            .order_by(Todo.id, Tag.word)
            .execution_options(yield_per=100)
        )
        todo, words = None, []
        async with self.maker() as session:
            async for *fields, word in await session.stream(query):
                if todo and todo[0] != fields[0]:
                    yield csv_line(*todo[:3], int(todo[3]), " ".join(words))
                    words = []
                todo = fields
                if word is not None:
                    words.append(word)
        if todo:
            yield csv_line(*todo[:3], int(todo[3]), " ".join(words))
