"""As many workers as places, on a queue that is joined. The rate is kept by a log of the last beginnings."""

import asyncio
from collections import deque

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    loop = asyncio.get_running_loop()
    queue, gate, begun = asyncio.Queue(), asyncio.Lock(), deque(maxlen=rate)
    depths, links, errors = {start: 0}, {}, {}

    async def wait_for_turn():
        async with gate:
            while len(begun) == rate and (wait := begun[0] + 1 - loop.time()) > 0:
                await asyncio.sleep(wait)
            begun.append(loop.time())

    def spread(page):
        stack = [page]
        while stack:
            page = stack.pop()
            depth = depths[page] + 1
            for link in links.get(page, ()) if depth <= max_depth else ():
                if link not in depths:
                    queue.put_nowait(link)
                elif depths[link] <= depth:
                    continue
                depths[link] = depth
                stack.append(link)

    async def work():
        while True:
            page = await queue.get()
            try:
                await wait_for_turn()
                links[page] = await fetch(page)
                spread(page)
            except Exception as error:
                errors[page] = error
            finally:
                queue.task_done()

    queue.put_nowait(start)
    workers = [asyncio.create_task(work()) for _ in range(limit)]
    try:
        await queue.join()
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return CrawlResult({page: depths[page] for page in links}, errors)
