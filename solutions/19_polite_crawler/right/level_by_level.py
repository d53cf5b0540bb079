"""All pages of one depth, then all of the next: the first way found is the shortest."""

import asyncio

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    result, known, level = CrawlResult(), {start}, [start]
    places, turn = asyncio.Semaphore(limit), asyncio.Lock()
    loop = asyncio.get_running_loop()
    last = loop.time() - 1

    async def visit(page):
        nonlocal last
        async with places:
            async with turn:
                await asyncio.sleep(last + 1 / rate - loop.time())
                last = loop.time()
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
