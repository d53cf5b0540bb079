"""Goes on after an error, and forgets it.

caught by: test_broken_pages_do_not_stop_the_crawl
says: errors should hold each page that failed
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
    broken = set()
    places, pace = asyncio.Semaphore(limit), Pace(rate)

    async def visit(page):
        async with places:
            await pace.moment()
            try:
                return await fetch(page)
            except Exception:
                broken.add(page)

    for depth in range(max_depth + 1):
        async with asyncio.TaskGroup() as group:
            tasks = {page: group.create_task(visit(page)) for page in level}
        found = {page: task.result() for page, task in tasks.items() if page not in broken}
        result.pages |= dict.fromkeys(found, depth)
        level = list(dict.fromkeys(link for links in found.values() for link in links if link not in known))
        known.update(level)
    return result
