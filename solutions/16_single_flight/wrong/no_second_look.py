"""Waits for the lock, and does not look again: the user has come in the meantime, and is fetched again.

caught by: test_five_callers_share_one_fetch
says: The same user was fetched more than once
"""

import asyncio
from collections import defaultdict


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._locks = {}, defaultdict(asyncio.Lock)

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        if uid in self._kept and loop.time() < self._kept[uid][1]:
            return self._kept[uid][0]
        async with self._locks[uid]:
            user = await self._fetch(uid)
            self._kept[uid] = user, loop.time() + self._ttl
            return user
