"""Looks after errors of work, and not after those of the commit.

caught by: test_a_commit_that_fails
says: The commit failed, and the session is still in the registry
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
    except BaseException:
        await scoped.remove()
        raise
    await scoped.commit()
    await scoped.remove()
    return result


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
