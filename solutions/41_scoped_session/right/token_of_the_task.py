"""The key is a token that each task is given. Two blocks end the session, and the registry is emptied by hand."""

from asyncio import current_task
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import async_scoped_session

tokens = WeakKeyDictionary()


def make_scoped(maker):
    return async_scoped_session(maker, lambda: tokens.setdefault(current_task(), object()))


async def handle(scoped, work):
    session = scoped()
    try:
        async with session, session.begin():
            return await work()
    finally:
        scoped.registry.clear()


async def handle_explicit(maker, work):
    session = maker()
    try:
        async with session.begin():
            return await work(session)
    finally:
        await session.close()
