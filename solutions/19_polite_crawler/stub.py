"""A copy of the museum's web site, before its old server is switched off.

``await fetch("/rooms")`` stores one page and returns the links on it, or raises an Exception. The server is a kind old
machine with two rules: only so many requests at the same time, and only so many within a second. Who breaks one of
them is shut out for the day. A limit of five at the same time looks polite, until the pages are small.

Check it: pytest exercises/19
"""

from collections.abc import Callable, Coroutine
from typing import Any

from crawl_result import CrawlResult

Fetch = Callable[[str], Coroutine[Any, Any, list[str]]]


async def crawl(start: str, fetch: Fetch, *, limit: int = 5, rate: int = 10, max_depth: int = 3) -> CrawlResult:
    """Fetch every page that is at most `max_depth` clicks away from `start`, each exactly once.

    A page may link to any page, also to itself, and to the same page twice. The depth of a page is the number of clicks
    on the shortest way to it, whichever way was found first. With a `max_depth` of 0, only the start page is fetched.

    limit: at most so many fetches are open at the same time; at least 1.
    rate: at most so many fetches begin within any second, wherever that second begins; at least 1. No more may begin
        because it was quiet before.

    Errors: when fetch raises an Exception for a page, it is kept in `errors`, and the crawl goes on. When crawl is
    cancelled, the open fetches are cancelled, and CancelledError comes out when they have ended.
    """
    raise NotImplementedError
