"""Commits the session and does not close it.

caught by: test_the_explicit_request
says: its session has not been closed
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
        return result
    except BaseException:
        await session.rollback()
        raise
