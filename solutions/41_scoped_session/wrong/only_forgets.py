"""Takes the session out of the registry, and does not close it.

caught by: test_a_request_that_fails
says: its session still holds a connection
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
        scoped.registry.clear()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
