"""Takes the session out of the registry first, and then closes it whatever else is cancelled."""

import asyncio

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, asyncio.current_task)


async def handle(scoped, work):
    session = scoped()
    try:
        result = await work()
        await session.commit()
        return result
    finally:
        scoped.registry.clear()
        await asyncio.shield(session.close())


async def handle_explicit(maker, work):
    async with maker() as session, session.begin():
        return await work(session)
