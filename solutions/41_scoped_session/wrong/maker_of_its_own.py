"""Makes sessions of its own, of the same engine, and loses what the maker was told.

caught by: test_a_session_for_each_task
says: sessions that the maker has made
"""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker


def make_scoped(maker):
    return async_scoped_session(async_sessionmaker(maker.kw["bind"]), scopefunc=current_task)


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
