"""The key is the number of the task. It may be used again, but only when nothing is left under it."""

from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    return async_scoped_session(maker, lambda: id(current_task()))


async def handle(scoped, work):
    try:
        async with scoped() as session:
            result = await work()
            await session.commit()
    finally:
        await scoped.remove()
    return result


async def handle_explicit(maker, work):
    session = maker()
    try:
        result = await work(session)
        await session.commit()
        return result
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
