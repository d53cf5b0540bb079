"""Every task rests after its own fetch, so the rate is one for each place.

caught by: test_no_more_than_the_rate_in_any_second
says: not one for each task
"""

import asyncio

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    result, known, level = CrawlResult(), {start}, [start]
    places = asyncio.Semaphore(limit)

    async def visit(page):
        async with places:
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
