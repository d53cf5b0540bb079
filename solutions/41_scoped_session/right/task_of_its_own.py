"""Each request runs in a task of its own, whoever calls."""

import asyncio

from sqlalchemy.ext.asyncio import async_scoped_session


async def request(scoped, work):
    try:
        async with scoped.begin():
            return await work()
    finally:
        await scoped.remove()


def make_scoped(maker):
    return async_scoped_session(maker, asyncio.current_task)


async def handle(scoped, work):
    return await asyncio.create_task(request(scoped, work))


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
