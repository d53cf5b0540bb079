"""Closes all sessions and empties the registry: those of others, too.

caught by: test_others_keep_their_sessions
says: found its own session closed or gone from the registry
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
        for session in list(scoped.registry.registry.values()):
            await session.close()
        scoped.registry.registry.clear()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
