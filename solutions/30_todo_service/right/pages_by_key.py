"""Exports page by page, each from behind the last id; counts what RETURNING gives back."""

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
        async with self.maker() as session:
            found = await session.scalars(
                select(Todo)
                .where(func.instr(Todo.title, words) > 0)
                .order_by(-Todo.priority, -Todo.id)
                .slice(page * size, (page + 1) * size)
            )
            return found.all()

    async def stats(self):
        query = select(Todo.done, Todo.priority >= URGENT, func.count()).group_by(Todo.done, Todo.priority >= URGENT)
        async with self.maker() as session:
            rows = (await session.execute(query)).all()
        return {
            "total": sum(count for _, _, count in rows),
            "done": sum(count for done, _, count in rows if done),
            "urgent": sum(count for done, urgent, count in rows if urgent and not done),
        }

    async def close_all(self, ids):
        if not ids:
            return 0
        async with self.maker() as session:
            query = (
                update(Todo).where(Todo.id.in_(ids)).where(Todo.done.is_(False)).values(done=True).returning(Todo.id)
            )
            closed = (await session.scalars(query)).all()
            await session.commit()
        return len(closed)

    async def export(self):
        yield csv_line(*HEADER)
        last = 0
        while True:
            async with self.maker() as session:
                page = (
                    await session.scalars(
                        select(Todo).where(Todo.id > last).order_by(Todo.id).limit(300).options(selectinload(Todo.tags))
                    )
                ).all()
            for todo in page:
                yield line_of(todo)
            if len(page) < 300:
                return
            last = page[-1].id
