"""Makes a session once and lends it to each request.

caught by: test_the_explicit_request
says: a session was used for two of them
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


sessions = {}


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
    if maker not in sessions:
        sessions[maker] = maker()
    async with sessions[maker] as session:
        result = await work(session)
        await session.commit()
        return result
