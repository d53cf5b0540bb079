"""Hands over a session where a maker is wanted: each scope is given the same one.

caught by: test_a_session_for_each_task
says: Two of them got the same session
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    session = maker()
    return async_scoped_session(lambda: session, scopefunc=current_task)


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
