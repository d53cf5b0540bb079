"""Runs work in a task of its own, and looks after the session of its own task.

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
        result = await asyncio.create_task(work())
        await scoped.commit()
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
