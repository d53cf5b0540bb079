"""A token bucket that holds a single token, and a worker per place that waits on a condition."""

import asyncio

from crawl_result import CrawlResult


class Bucket:
    def __init__(self, rate):
        self.rate, self.tokens, self.lock = rate, 1.0, asyncio.Lock()
        self.loop = asyncio.get_running_loop()
        self.seen = self.loop.time()

    async def take(self):
        async with self.lock:
            while True:
                now = self.loop.time()
                self.tokens = min(1.0, self.tokens + (now - self.seen) * self.rate)
                self.seen = now
                if self.tokens > 0.999999:
                    self.tokens = 0.0
                    return
                await asyncio.sleep((1 - self.tokens) / self.rate)


async def crawl(start, fetch, *, limit=5, rate=10, max_depth=3):
    bucket, news = Bucket(rate), asyncio.Condition()
    best, links, errors = {start: 0}, {}, {}
    waiting, busy = [start], 0

    def relax(page):
        for link in links.get(page, []):
            depth = best[page] + 1
            if depth <= max_depth and depth < best.get(link, max_depth + 1):
                if link not in best:
                    waiting.append(link)
                best[link] = depth
                relax(link)

    def something_to_do_or_over():
        return waiting or not busy

    async def work():
        nonlocal busy
        while True:
            async with news:
                await news.wait_for(something_to_do_or_over)
                if not waiting:
                    return
                page = waiting.pop(0)
                busy += 1
            await bucket.take()
            try:
                links[page] = await fetch(page)
            except Exception as error:
                errors[page] = error
            async with news:
                relax(page)
                busy -= 1
                news.notify_all()

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(work())
    return CrawlResult({page: best[page] for page in links}, errors)
