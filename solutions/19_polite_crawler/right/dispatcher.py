"""One task begins everything, on a beat, when it has a page and a place; shorter ways are followed from the start."""

import asyncio

from crawl_result import CrawlResult


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    loop = asyncio.get_running_loop()
    waiting, open_now, changed = [start], set(), asyncio.Event()
    links, errors, known = {}, {}, {start}

    def depths():
        found, level = {start: 0}, [start]
        for depth in range(1, max_depth + 1):
            level = [link for page in level for link in links.get(page, ()) if link not in found]
            found.update(dict.fromkeys(level, depth))
        return found

    async def get(page):
        try:
            links[page] = await fetch(page)
        except Exception as error:
            errors[page] = error
        new = depths().keys() - known
        known.update(new)
        waiting.extend(sorted(new))
        open_now.discard(page)
        changed.set()

    async with asyncio.TaskGroup() as group:
        next_beat = loop.time()
        while waiting or open_now:
            if not waiting or len(open_now) == limit:
                changed.clear()
                await changed.wait()
                continue
            if (wait := next_beat - loop.time()) > 0:
                await asyncio.sleep(wait)
            next_beat = loop.time() + 1 / rate
            page = waiting.pop(0)
            open_now.add(page)
            group.create_task(get(page))
    return CrawlResult({page: depth for page, depth in depths().items() if page in links}, errors)
