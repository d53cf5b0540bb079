"""An event for each fetch under way: those who wait look again when it is set, and one of them may go next."""

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
            self._kept[uid] = user, loop.time() + self._ttl
            return user
        finally:
            del self._fetching[uid]
            over.set()
