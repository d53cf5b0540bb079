"""Removes the session only when work came through.

caught by: test_a_request_that_fails
says: work raised an error, and its session is still in the registry
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    result = await work()
    await scoped.commit()
    await scoped.remove()
    return result


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
