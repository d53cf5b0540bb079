"""A lock for each id that vanishes with the last caller who holds on to it."""

import asyncio
from weakref import WeakValueDictionary


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._gates = {}, WeakValueDictionary()

    async def get(self, uid):
        gate = self._gates.setdefault(uid, asyncio.Semaphore(1))
        async with gate:
            loop = asyncio.get_running_loop()
            user, good_until = self._kept.get(uid, (None, loop.time()))
            if loop.time() >= good_until:
                self._kept.pop(uid, None)
                user = await self._fetch(uid)
                self._kept[uid] = (user, loop.time() + self._ttl)
            return user
