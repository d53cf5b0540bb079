"""Looks, awaits, and stores: everybody who comes during the await looks as well, and finds nothing.

caught by: test_five_callers_share_one_fetch
says: The same user was fetched more than once
says: 5 calls of user 1
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl, self._kept = fetch, ttl, {}

    async def get(self, uid):
        now = asyncio.get_running_loop().time()
        if uid not in self._kept or now >= self._kept[uid][1]:
            user = await self._fetch(uid)
            self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
        return self._kept[uid][0]
