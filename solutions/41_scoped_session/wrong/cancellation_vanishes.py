"""Takes a cancellation for an error that needs no more than a rollback.

caught by: test_a_request_that_is_cancelled
says: no CancelledError came out of it
"""

import asyncio
from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
        await scoped.commit()
        return result
    except asyncio.CancelledError:
        await scoped.rollback()
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
