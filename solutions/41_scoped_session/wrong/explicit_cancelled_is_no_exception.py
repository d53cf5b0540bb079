"""Closes after Exception: a cancellation is none.

caught by: test_an_explicit_request_that_fails
says: The request was cancelled, and the session still holds a connection
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
    try:
        result = await work(session)
        await session.commit()
    except Exception:
        await session.close()
        raise
    await session.close()
    return result
