"""Holds its place until all pages behind it are done.

caught by: test_a_limit_of_one_reaches_the_end
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
            new = [link for link in dict.fromkeys(links) if link not in known and depth < max_depth]
            known.update(new)
            await asyncio.gather(*(visit(link, depth + 1) for link in new))

    await visit(start, 0)
    return result
