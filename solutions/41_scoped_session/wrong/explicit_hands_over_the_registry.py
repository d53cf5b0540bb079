"""Hands over a registry in place of a session.

caught by: test_the_explicit_request
says: work should be called with a session that the maker has made
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
    scoped = make_scoped(maker)
    return await handle(scoped, lambda: work(scoped))
