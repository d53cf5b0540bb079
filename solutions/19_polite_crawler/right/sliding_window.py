"""asyncio.wait over a set that is refilled; a place of the rate comes back a second after it was taken."""

import asyncio
from collections import deque

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    this_second = asyncio.Semaphore(rate)
    links, result = {}, CrawlResult()
    waiting, known, running = deque([start]), {start}, {}

    def depths():
        level, found, depth = [start], {}, 0
        while level and depth <= max_depth:
            found.update(dict.fromkeys(level, depth))
            level = [link for page in level for link in links.get(page, []) if link not in found]
            depth += 1
        return found

    try:
        while waiting or running:
            while waiting and len(running) < limit:
                await this_second.acquire()
                asyncio.get_running_loop().call_later(1, this_second.release)
                page = waiting.popleft()
                running[asyncio.ensure_future(fetch(page))] = page
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                page = running.pop(task)
                if task.exception():
                    result.errors[page] = task.exception()
                else:
                    links[page] = task.result()
            new = [page for page in depths() if page not in known]
            known.update(new)
            waiting.extend(new)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    result.pages = {page: depth for page, depth in depths().items() if page in links}
    return result
