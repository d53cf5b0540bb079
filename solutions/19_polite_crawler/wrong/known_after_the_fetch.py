"""Notes a page as visited when its fetch is over; until then others find it again.

caught by: test_every_page_is_fetched_once
says: fetched more than once
says: Note a page as known when you first see a link
"""

import asyncio

from crawl_result import CrawlResult


class Pace:
    def __init__(self, rate):
        self.gap, self.next = 1 / rate, 0.0

    async def moment(self):
        now = asyncio.get_running_loop().time()
        mine = max(now, self.next)
        self.next = mine + self.gap
        await asyncio.sleep(mine - now)


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    result, visited = CrawlResult(), set()
    places, pace = asyncio.Semaphore(limit), Pace(rate)

    async def visit(page, depth):
        if page in visited or depth > max_depth:
            return
        async with places:
            await pace.moment()
            try:
                links = await fetch(page)
            except Exception as error:
                result.errors[page] = error
                return
        visited.add(page)
        result.pages[page] = min(depth, result.pages.get(page, depth))
        for link in links:
            group.create_task(visit(link, depth + 1))

    async with asyncio.TaskGroup() as group:
        group.create_task(visit(start, 0))
    return result
