"""A worker that had nothing to do for a second believes that the crawl is over.

caught by: test_a_limit_of_one_reaches_the_end
says: nothing to wait for
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
    result, pace, queue = CrawlResult(), Pace(rate), asyncio.Queue()
    depths, links = {start: 0}, {}

    def follow(page):
        for link in links.get(page, []):
            depth = depths[page] + 1
            if depth <= max_depth and depth < depths.get(link, max_depth + 1):
                if link not in depths:
                    queue.put_nowait(link)
                depths[link] = depth
                follow(link)

    async def work():
        while True:
            try:
                page = await asyncio.wait_for(queue.get(), 1)
            except TimeoutError:
                return
            await pace.moment()
            try:
                links[page] = await fetch(page)
                follow(page)
            except Exception as error:
                result.errors[page] = error
            queue.task_done()

    queue.put_nowait(start)
    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(work())
    result.pages = {page: depths[page] for page in links}
    return result
