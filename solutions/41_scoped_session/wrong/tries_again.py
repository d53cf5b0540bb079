"""Gives work a second chance, which nobody asked for.

caught by: test_a_request_that_fails
says: Two requests failed, and work should be called once in each
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, scopefunc=current_task)


async def handle(scoped, work):
    for last in (False, True):
        try:
            result = await work()
            await scoped.commit()
            return result
        except Exception:
            if last:
                raise
        finally:
            await scoped.remove()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
