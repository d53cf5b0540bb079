"""Locks the dict, which was never in danger, and not the wait between looking and storing.

caught by: test_five_callers_share_one_fetch
says: The same user was fetched more than once
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._lock = {}, asyncio.Lock()

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        async with self._lock:
            if uid in self._kept and loop.time() < self._kept[uid][1]:
                return self._kept[uid][0]
        user = await self._fetch(uid)
        async with self._lock:
            self._kept[uid] = user, loop.time() + self._ttl
        return user
