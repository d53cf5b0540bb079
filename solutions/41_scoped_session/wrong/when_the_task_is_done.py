"""Lets the end of the task remove the session, and asks for that with each call.

caught by: test_nothing_is_left_of_a_request
says: the registry still has sessions
"""

import asyncio

from sqlalchemy.ext.asyncio import async_scoped_session


def make_scoped(maker):
    def scope():
        task = asyncio.current_task()
        if task not in asked:
            task.add_done_callback(lambda task: registry.registry.registry.pop(task, None))
            asked.add(task)
        return task

    asked = set()
    registry = async_scoped_session(maker, scopefunc=scope)
    return registry


async def handle(scoped, work):
    async with scoped.begin():
        return await work()


async def handle_explicit(maker, work):
    async with maker.begin() as session:
        return await work(session)
