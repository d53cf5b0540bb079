"""Commits at the end, whatever happened.

caught by: test_a_request_that_fails
says: Only what the last one wrote should be in the database
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        return await work()
    finally:
        await scoped.commit()
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
