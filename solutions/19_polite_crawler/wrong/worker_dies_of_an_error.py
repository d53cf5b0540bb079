"""An error ends its worker. The others go on, and join waits for ever.

caught by: test_broken_pages_do_not_stop_the_crawl
says: nothing can ever wake them
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
                raise
            queue.task_done()

    queue.put_nowait(start)
    workers = [asyncio.create_task(work()) for _ in range(limit)]
    try:
        await queue.join()
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    result.pages = {page: depths[page] for page in links}
    return result
