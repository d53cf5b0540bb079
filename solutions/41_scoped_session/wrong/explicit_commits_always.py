"""Commits whatever work did before it failed.

caught by: test_an_explicit_request_that_fails
says: nothing of the request should be in the database
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
        await scoped.commit()
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker() as session:
        try:
            return await work(session)
        finally:
            await session.commit()
