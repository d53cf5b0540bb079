"""Shares the coroutine object of the fetch: only one caller can await it.

caught by: test_five_callers_share_one_fetch
says: coroutine is being awaited already
says: A Task may be awaited by any number of
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._running, self._until = {}, {}

    async def get(self, uid):
        now = asyncio.get_running_loop().time()
        if uid not in self._running or now >= self._until[uid]:
            self._running[uid] = self._fetch(uid)
            self._until[uid] = now + self._ttl
        return await self._running[uid]
