"""Rolls back what the database refuses, and says nothing.

caught by: test_an_explicit_request_that_fails
says: The commit failed, and handle_explicit kept that from its caller
"""

from asyncio import current_task

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_scoped_session


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
    async with maker() as session:
        result = await work(session)
        try:
            await session.commit()
        except IntegrityError:
            await session.rollback()
        return result
