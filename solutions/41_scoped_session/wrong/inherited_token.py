"""Keeps the scope in a context variable: a task that is started inherits it.

caught by: test_a_session_for_each_task
says: Two of them got the same session
"""

from contextvars import ContextVar

from sqlalchemy.ext.asyncio import async_scoped_session


scope = ContextVar("scope")


def scope_of_this_task():
    if scope.get(None) is None:
        scope.set(object())
    return scope.get()


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=scope_of_this_task)


async def handle(scoped, work):
    try:
        result = await work()
        await scoped.commit()
        return result
    finally:
        await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
