"""Keeps the depth of the way that was found first, which is the quickest and not the shortest.

caught by: test_the_shortest_way_counts
says: also when a longer one was found first
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
    result, known = CrawlResult(), {start}
    places, pace = asyncio.Semaphore(limit), Pace(rate)

    async def visit(page, depth):
        async with places:
            await pace.moment()
            try:
                links = await fetch(page)
            except Exception as error:
                result.errors[page] = error
                return
        result.pages[page] = depth
        for link in links:
            if link not in known and depth < max_depth:
                known.add(link)
                group.create_task(visit(link, depth + 1))

    async with asyncio.TaskGroup() as group:
        group.create_task(visit(start, 0))
    return result
