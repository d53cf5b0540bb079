"""Commits a session of its own, which work has never seen.

caught by: test_a_request_is_saved
says: it was not committed
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


makers = []


def make_scoped(maker):
    makers.append(maker)
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        async with makers[-1]() as session:
            result = await work()
            await session.commit()
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
