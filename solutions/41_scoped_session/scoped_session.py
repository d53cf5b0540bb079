"""A registry by task, emptied at the end of each request; and a session that is passed on, which needs none."""

from asyncio import current_task
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_scoped_session, async_sessionmaker

T = TypeVar("T")


def make_scoped(maker: async_sessionmaker[AsyncSession]) -> async_scoped_session[AsyncSession]:
    """Return a registry with a session for each task."""
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped: async_scoped_session[AsyncSession], work: Callable[[], Awaitable[T]]) -> T:
    """Run one request in the session of this task, and take that session out of the registry."""
    try:
        result = await work()
        await scoped.commit()
        return result
    finally:
        # Closing rolls back what was not committed.
        await scoped.remove()


async def handle_explicit(maker: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Run one request in a session that lives as long as the block."""
    async with maker.begin() as session:
        return await work(session)
