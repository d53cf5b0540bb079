"""One task hands out the moments, one at a time; the crawl recurses with gather, and holds no place while it waits."""

import asyncio

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    places, moments = asyncio.BoundedSemaphore(limit), asyncio.Queue(maxsize=1)
    asked, result = {}, CrawlResult()

    async def tick():
        while True:
            # Handed over only to somebody who waits: nothing is saved up.
            wish = await moments.get()
            if not wish.done():
                wish.set_result(None)
                await asyncio.sleep(1 / rate)

    async def load(page):
        async with places:
            wish = asyncio.get_running_loop().create_future()
            await moments.put(wish)
            await wish
            try:
                return await fetch(page)
            except Exception as error:
                result.errors[page] = error
                return []

    async def visit(page, depth):
        if depth > max_depth or result.pages.get(page, depth + 1) <= depth:
            return
        result.pages[page] = depth
        if page not in asked:
            asked[page] = asyncio.create_task(load(page))
        links = await asyncio.shield(asked[page])
        if result.pages[page] == depth:
            await asyncio.gather(*(visit(link, depth + 1) for link in links))

    clock = asyncio.create_task(tick())
    try:
        await visit(start, 0)
    finally:
        tasks = [clock, *asked.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    result.pages = {page: depth for page, depth in result.pages.items() if page not in result.errors}
    return result
