"""Takes a lock that it already holds: asyncio.Lock does not know who its owner is, and waits for ever.

caught by: test_five_callers_share_one_fetch
says: every task waits, and nothing can ever wake them
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._lock = {}, asyncio.Lock()

    async def get(self, uid):
        async with self._lock:
            if uid not in self._kept or asyncio.get_running_loop().time() >= self._kept[uid][1]:
                await self._load(uid)
            return self._kept[uid][0]

    async def _load(self, uid):
        user = await self._fetch(uid)
        async with self._lock:
            self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
