"""Keeps every BaseException as an error of the page, also the cancellation.

caught by: test_a_cancelled_crawl_leaves_nothing
says: CancelledError
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
    result, known, level = CrawlResult(), {start}, [start]
    places, pace = asyncio.Semaphore(limit), Pace(rate)

    async def visit(page):
        async with places:
            await pace.moment()
            try:
                return await fetch(page)
            except BaseException as error:
                result.errors[page] = error

    for depth in range(max_depth + 1):
        try:
            found = dict(zip(level, await asyncio.gather(*map(visit, level)), strict=True))
        except asyncio.CancelledError:
            break
        result.pages |= {page: depth for page in found if page not in result.errors}
        links = [link for page in found if page not in result.errors for link in found[page]]
        level = list(dict.fromkeys(link for link in links if link not in known))
        known.update(level)
    return result
