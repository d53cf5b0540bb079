"""Streams columns in partitions, with the tags put together by the database."""

from sqlalchemy import case, func, select, update
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
        done = case((Todo.done, 1), else_=0)
        urgent = case((Todo.done, 0), (Todo.priority >= URGENT, 1), else_=0)
        query = select(func.count(Todo.id), func.coalesce(func.sum(done), 0), func.coalesce(func.sum(urgent), 0))
        async with self.maker() as session:
            total, closed, pressing = (await session.execute(query)).one()
        return {"total": total, "done": closed, "urgent": pressing}

    async def close_all(self, ids):
        async with self.maker() as session, session.begin():
            result = await session.execute(
                update(Todo)
                .where(Todo.id.in_(ids) & (Todo.done == False))  # noqa: E712
                .values({"done": True})
                .execution_options(synchronize_session=False)
            )
        return result.rowcount

    async def export(self):
        tags = select(func.group_concat(Tag.word, " ")).where(Tag.todo_id == Todo.id).scalar_subquery()
        query = select(Todo.id, Todo.title, Todo.priority, Todo.done, tags).order_by(Todo.id)
        yield csv_line(*HEADER)
        async with self.maker() as session:
            result = await session.stream(query)
            async for rows in result.partitions(200):
                for number, title, priority, done, words in rows:
                    yield csv_line(number, title, priority, int(done), " ".join(sorted((words or "").split())))
