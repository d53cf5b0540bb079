"""SQL as text, with parameters, and no Table at all."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def init_db(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS todos"
                " (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, priority INTEGER NOT NULL)"
            )
        )
    return engine


async def add_todos(engine, rows):
    if rows:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO todos (title, priority) VALUES (:title, :priority)"), rows)


async def urgent(engine, min_priority):
    query = text("SELECT title FROM todos WHERE priority >= :least ORDER BY priority DESC, id")
    async with engine.connect() as connection:
        result = await connection.execute(query, {"least": min_priority})
        return [title for (title,) in result]


async def main(url, rows, min_priority):
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
