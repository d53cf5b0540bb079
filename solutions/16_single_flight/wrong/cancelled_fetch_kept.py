"""The first caller fetches for all. If it is cancelled, its entry stays, and everybody after it waits for nothing.

caught by: test_the_last_caller_leaves
says: still waiting
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._fetching = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        while True:
            user, until = self._kept.get(uid, (None, 0))
            if loop.time() < until:
                return user
            if uid not in self._fetching:
                break
            await self._fetching[uid].wait()
        over = self._fetching[uid] = asyncio.Event()
        try:
            user = await self._fetch(uid)
        except Exception:
            del self._fetching[uid]
            over.set()
            raise
        self._kept[uid] = user, loop.time() + self._ttl
        del self._fetching[uid]
        over.set()
        return user
