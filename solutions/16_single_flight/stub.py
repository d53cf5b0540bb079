"""Fifty comments, one author, one request.

A forum page shows fifty comments. Each comment asks for its author, all in the same moment, and often it is the same
author. `fetch` asks another service for a user: that takes a second, and it is paid by the request. The obvious cache
looks first, and fetches what is not there. With fifty callers at once it fetches fifty times.

Check it: pytest exercises/16
"""

from collections.abc import Callable, Coroutine
from typing import Any

from forum import User


class UserCache:
    """Keeps each user for `ttl` seconds after its fetch has answered. Seconds are those of the event loop's clock."""

    def __init__(self, fetch: Callable[[int], Coroutine[Any, Any, User]], ttl: float) -> None:
        self._fetch = fetch
        self._ttl = ttl

    async def get(self, uid: int) -> User:
        """Return the user from the cache, or from `fetch` if it is not there or its `ttl` seconds are over.

        However many callers there are, one fetch for an id runs at a time, and callers that come meanwhile share its
        result. Different ids do not wait for each other.

        Errors: when a fetch fails, those who waited for it get its error (or fetch again, one at a time). An error is
        not kept: the next caller fetches anew. A caller that is cancelled leaves at once with CancelledError; all
        others get their user as if nothing had happened.
        """
        raise NotImplementedError
