"""Cleans up after Exception: a cancellation is none.

caught by: test_a_request_that_is_cancelled
says: The request was cancelled, and its session is still in the registry
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
        await scoped.commit()
    except Exception:
        await scoped.remove()
        raise
    await scoped.remove()
    return result


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
