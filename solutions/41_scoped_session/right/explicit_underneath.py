"""The registry is only a second way to the session that the explicit version makes."""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        return await handle_explicit(scoped, lambda _: work())
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker() as session:
        result = await work(session)
        await session.commit()
        return result
