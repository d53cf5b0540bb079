"""Hands over the class of sessions, and nobody asks the maker.

caught by: test_a_session_for_each_task
says: sessions that the maker has made
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import AsyncSession, async_scoped_session


def make_scoped(maker):
    return async_scoped_session(AsyncSession, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
        await scoped.commit()
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
