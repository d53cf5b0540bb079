"""Holds the lock of the rate during the fetch, so that only one is open.

caught by: test_no_more_than_the_limit_and_no_fewer
says: Places stayed empty
"""

import asyncio

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    result, known, level = CrawlResult(), {start}, [start]
    places, turn = asyncio.Semaphore(limit), asyncio.Lock()

    async def visit(page):
        async with places, turn:
            await asyncio.sleep(1 / rate)
            try:
                return await fetch(page)
            except Exception as error:
                result.errors[page] = error

    for depth in range(max_depth + 1):
        async with asyncio.TaskGroup() as group:
            tasks = {page: group.create_task(visit(page)) for page in level}
        found = {page: task.result() for page, task in tasks.items() if page not in result.errors}
        result.pages |= dict.fromkeys(found, depth)
        level = list(dict.fromkeys(link for links in found.values() for link in links if link not in known))
        known.update(level)
    return result
