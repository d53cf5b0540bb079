"""A hundred links, and at most ten requests at a time.

The web site of a hiking club links to a hundred pages: huts, buses, weather. Once a week somebody has to find out which
of them are still there. `head` asks for one link: it takes a while and returns a status such as 200 or 404.
Starting all hundred at once works with this `head`. A real server, and your own computer, allow far fewer.

Check it: pytest exercises/15
"""

from collections.abc import Callable, Coroutine
from typing import Any

Head = Callable[[str], Coroutine[Any, Any, int]]


async def check_links(urls: list[str], head: Head, *, limit: int = 10) -> dict[str, int]:
    """Ask `head` once for every url, with at most `limit` requests open at the same time, and return each url's status.

    A free place goes at once to the next url that waits. `limit` is at least 1. No url is in the list twice, and the
    list may be empty. The order in which they are asked is free, and so is the order of the dict.

    Errors: when `head` raises, or when check_links is cancelled, the requests that are still open are cancelled and no
    other one starts. The error, or the CancelledError, comes out as soon as they have ended. An error may come out
    alone or in an ExceptionGroup; if several requests fail together, one error is enough.
    """
    raise NotImplementedError


def limited(head: Head, limit: int) -> Head:
    """Make a function that is used like `head`, and has at most `limit` calls of `head` open at the same time.

    It does not matter who calls it: all calls share the places, and those that find none wait for their turn. The
    result or the error of `head` comes out unchanged. However a call ends, it leaves as many free places as it found.
    """
    raise NotImplementedError
