"""Closes the session with a block, and the registry keeps it.

caught by: test_nothing_is_left_of_a_request
says: it forgets nothing by itself
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    async with scoped() as session:
        result = await work()
        await session.commit()
    return result


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
