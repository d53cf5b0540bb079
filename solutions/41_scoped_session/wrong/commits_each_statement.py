"""Lets the database commit each statement by itself.

caught by: test_a_request_is_saved
says: half of it is committed already
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    maker.configure(execution_options={"isolation_level": "AUTOCOMMIT"})
    return async_scoped_session(maker, scopefunc=current_task)


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
