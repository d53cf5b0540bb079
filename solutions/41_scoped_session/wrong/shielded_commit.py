"""Shields the commit from cancellation, which runs it in another task, and so on another session.

caught by: test_a_request_is_saved
says: it was not committed
"""

import asyncio
from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    try:
        result = await work()
        await asyncio.shield(scoped.commit())
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
