"""Commits all sessions of the registry, and removes its own.

caught by: test_others_keep_their_sessions
says: nothing of the request that goes on
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
        await scoped.commit()
        for session in list(scoped.registry.registry.values()):
            await session.commit()
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
