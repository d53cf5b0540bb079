"""Forgets the session, and lets a task close it some time.

caught by: test_a_request_that_fails
says: its session still holds a connection
"""

import asyncio
from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


closing = set()


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    session = scoped()
    try:
        result = await work()
        await session.commit()
        return result
    finally:
        scoped.registry.clear()
        closing.add(asyncio.create_task(session.close()))


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
