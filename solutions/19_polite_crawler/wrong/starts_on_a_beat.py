"""Starts a task on each beat; in the task the fetch waits for a place.

caught by: test_the_rate_holds_after_a_stall
says: only wait for a place
"""

import asyncio

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    result, known, level = CrawlResult(), {start}, [start]
    places = asyncio.Semaphore(limit)

    async def visit(page):
        async with places:
            try:
                return await fetch(page)
            except Exception as error:
                result.errors[page] = error

    for depth in range(max_depth + 1):
        async with asyncio.TaskGroup() as group:
            tasks = {}
            for page in level:
                tasks[page] = group.create_task(visit(page))
                await asyncio.sleep(1 / rate)
        found = {page: task.result() for page, task in tasks.items() if page not in result.errors}
        result.pages |= dict.fromkeys(found, depth)
        level = list(dict.fromkeys(link for links in found.values() for link in links if link not in known))
        known.update(level)
    return result
