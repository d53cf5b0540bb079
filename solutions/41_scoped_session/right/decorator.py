"""A decorator that ends a request, around a function that only does the work."""

from asyncio import current_task
from functools import wraps

from sqlalchemy.ext.asyncio import async_scoped_session


def with_session(scoped):
    def decorate(function):
        @wraps(function)
        async def wrapped(*args):
            try:
                result = await function(*args)
                await scoped.commit()
            except BaseException:
                await scoped.rollback()
                raise
            finally:
                await scoped.remove()
            return result

        return wrapped

    return decorate


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    @with_session(scoped)
    async def run():
        return await work()

    return await run()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
