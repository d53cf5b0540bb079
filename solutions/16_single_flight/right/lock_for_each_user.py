"""A lock for each id, and a second look once it is held."""

import asyncio
from collections import defaultdict


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._locks = {}, defaultdict(asyncio.Lock)

    async def get(self, uid):
        async with self._locks[uid]:
            if uid not in self._kept or asyncio.get_running_loop().time() >= self._kept[uid][1]:
                user = await self._fetch(uid)
                self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
            return self._kept[uid][0]
