"""A context manager around each request, for both versions."""

from asyncio import current_task
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import async_scoped_session


@asynccontextmanager
async def request(scoped):
    try:
        yield
        await scoped.commit()
    finally:
        await scoped.remove()


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    async with request(scoped):
        return await work()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
