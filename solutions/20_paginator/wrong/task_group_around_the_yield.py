"""Yields from inside a task group, which turns the end of the generator into a group of errors.

caught by: test_a_caller_may_stop_early
says: GeneratorExit
says: leave the task group before you yield
"""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            async with asyncio.TaskGroup() as group:
                page = await group.create_task(session.page(number, page_size))
                for item in page:
                    yield item
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
