"""Takes the registry of synchronous programs.

caught by: test_a_session_for_each_task
says: make_scoped should return an async_scoped_session
"""

from asyncio import current_task

from sqlalchemy.orm import scoped_session


def make_scoped(maker):
    return scoped_session(maker, scopefunc=current_task)


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
