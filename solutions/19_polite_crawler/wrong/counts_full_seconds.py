"""Counts from one full second to the next, and so lets twice as many begin around it.

caught by: test_no_more_than_the_rate_in_any_second
says: Any second counts
says: got 19 within a second
"""

import asyncio

from crawl_result import CrawlResult


class Pace:
    def __init__(self, rate):
        self.rate, self.second, self.begun = rate, None, 0

    async def moment(self):
        loop = asyncio.get_running_loop()
        while True:
            if self.second is None or loop.time() >= self.second + 1:
                self.second, self.begun = loop.time(), 0
            if self.begun < self.rate:
                self.begun += 1
                return
            await asyncio.sleep(self.second + 1 - loop.time())


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    result, known, level = CrawlResult(), {start}, [start]
    places, pace = asyncio.Semaphore(limit), Pace(rate)

    async def visit(page):
        async with places:
            await pace.moment()
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
