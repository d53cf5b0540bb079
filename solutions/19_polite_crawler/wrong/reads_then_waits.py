"""Reads the time of the last beginning, waits, and only then writes its own: all read the same.

caught by: test_no_more_than_the_rate_in_any_second
says: Too many fetches began within one second
"""

import asyncio

from crawl_result import CrawlResult


class Pace:
    def __init__(self, rate):
        self.gap, self.next = 1 / rate, 0.0

    async def moment(self):
        now = asyncio.get_running_loop().time()
        if now < self.next:
            await asyncio.sleep(self.next - now)
        self.next = asyncio.get_running_loop().time() + self.gap


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
