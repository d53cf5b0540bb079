"""Searches in a task group of its own, which wraps the error of pred in a group.

caught by: test_a_search_without_a_match
says: the caller should get that very error
says: ExceptionGroup
"""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            for item in page:
                yield item
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    async def search():
        async with aclosing(items(api)) as catalogue:
            async for item in catalogue:
                if pred(item):
                    return item
        return None

    async with asyncio.TaskGroup() as group:
        searching = group.create_task(search())
    return searching.result()
