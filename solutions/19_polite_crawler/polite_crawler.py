"""A crawl through two gates: a place for each open fetch, and a moment for each beginning."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from crawl_result import CrawlResult

Fetch = Callable[[str], Coroutine[Any, Any, list[str]]]


class Pace:
    """Gives moments that lie at least 1/rate seconds apart."""

    def __init__(self, rate: int) -> None:
        self._gap = 1 / rate
        self._next = 0.0

    async def moment(self) -> None:
        """Take the next free moment, and wait until it has come."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        # Taken before the first await: nobody else can take the same one.
        self._next = mine + self._gap
        await asyncio.sleep(mine - now)


async def crawl(start: str, fetch: Fetch, *, limit: int = 5, rate: int = 10, max_depth: int = 3) -> CrawlResult:
    """Start a task for each new page. A shorter way found later corrects the depths behind it."""
    places, pace = asyncio.Semaphore(limit), Pace(rate)
    depths: dict[str, int] = {}
    links: dict[str, list[str]] = {}
    errors: dict[str, Exception] = {}

    def reach(page: str, depth: int) -> None:
        known = depths.get(page)
        if depth > max_depth or (known is not None and known <= depth):
            return
        depths[page] = depth
        if known is None:
            group.create_task(visit(page))
        else:
            follow(page)

    def follow(page: str) -> None:
        for link in links.get(page, []):
            reach(link, depths[page] + 1)

    async def visit(page: str) -> None:
        # First the place, then the moment: between its moment and its fetch nothing may wait.
        async with places:
            await pace.moment()
            try:
                links[page] = await fetch(page)
            except Exception as error:
                errors[page] = error
        follow(page)

    async with asyncio.TaskGroup() as group:
        reach(start, 0)
    return CrawlResult({page: depths[page] for page in links}, errors)
