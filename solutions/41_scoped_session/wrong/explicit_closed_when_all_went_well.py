"""Closes the session only when work came through.

caught by: test_an_explicit_request_that_fails
says: work raised an error, and the session still holds a connection
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
    session = maker()
    result = await work(session)
    await session.commit()
    await session.close()
    return result
