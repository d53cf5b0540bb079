"""The explicit version makes a registry for one request, and hands over what is in it."""

from asyncio import current_task

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
    scoped = make_scoped(maker)
    return await handle(scoped, lambda: work(scoped()))
