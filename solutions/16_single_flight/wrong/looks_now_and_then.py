"""Looks every two seconds whether the fetch of somebody else is over.

caught by: test_five_callers_share_one_fetch
says: must be woken when it is over
says: 2.000 s
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._under_way = {}, set()

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        while uid in self._under_way:
            await asyncio.sleep(2)
        user, until = self._kept.get(uid, (None, 0))
        if loop.time() < until:
            return user
        self._under_way.add(uid)
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, loop.time() + self._ttl
            return user
        finally:
            self._under_way.remove(uid)
