"""A stack of what is to be done at the end. The scope is named by a lambda."""

import asyncio
from contextlib import AsyncExitStack

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, lambda: asyncio.current_task())


async def handle(scoped, work):
    async with AsyncExitStack() as stack:
        stack.push_async_callback(scoped.remove)
        await stack.enter_async_context(scoped.begin())
        return await work()


async def handle_explicit(maker, work):
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(maker())
        result = await work(session)
        await session.commit()
        return result
