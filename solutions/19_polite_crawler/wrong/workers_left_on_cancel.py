"""Cancels the workers at the end, but not when crawl itself is cancelled.

caught by: test_a_cancelled_crawl_leaves_nothing
says: some of its tasks were still running
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
            page = await queue.get()
            await pace.moment()
            try:
                links[page] = await fetch(page)
                follow(page)
            except Exception as error:
                result.errors[page] = error
            queue.task_done()

    queue.put_nowait(start)
    workers = [asyncio.create_task(work()) for _ in range(limit)]
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    result.pages = {page: depths[page] for page in links}
    return result
