"""The key is the task and a token for the request, which a context variable holds."""

from asyncio import current_task
from contextvars import ContextVar

from sqlalchemy.ext.asyncio import async_scoped_session

request = ContextVar("request", default=None)


def make_scoped(maker):
    return async_scoped_session(maker, lambda: (current_task(), request.get()))


async def handle(scoped, work):
    token = request.set(object())
    try:
        async with scoped.begin():
            return await work()
    finally:
        await scoped.remove()
        request.reset(token)


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
