"""Calls remove and does not await it.

caught by: test_nothing_is_left_of_a_request
says: the registry still has sessions
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
        scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
