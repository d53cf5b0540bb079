"""Fifty comments, one author, one request."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from forum import User


class UserCache:
    """Keeps users for a while, and the fetches that are under way in a dict of tasks."""

    def __init__(self, fetch: Callable[[int], Coroutine[Any, Any, User]], ttl: float) -> None:
        self._fetch = fetch
        self._ttl = ttl
        self._kept: dict[int, tuple[User, float]] = {}
        self._running: dict[int, asyncio.Task[User]] = {}

    async def get(self, uid: int) -> User:
        """There is no await between the look into the dict and the entry in it."""
        user, until = self._kept.get(uid, (None, 0.0))
        if user is not None and asyncio.get_running_loop().time() < until:
            return user
        if uid not in self._running:
            task = self._running[uid] = asyncio.create_task(self._load(uid))
            task.add_done_callback(lambda task: self._over(uid, task))
        # Whoever is cancelled cancels the shield, and not the fetch of the others.
        return await asyncio.shield(self._running[uid])

    async def _load(self, uid: int) -> User:
        user = await self._fetch(uid)
        self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
        return user

    def _over(self, uid: int, task: asyncio.Task[User]) -> None:
        del self._running[uid]
        if not task.cancelled():
            task.exception()  # somebody has looked at it, also when every caller has left
