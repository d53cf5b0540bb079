"""Throws the lock of an id away while others still wait for it: the next caller makes a new one.

caught by: test_an_error_is_passed_on_and_not_kept
says: Several fetches for one id ran at the same time
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._locks = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        async with self._locks.setdefault(uid, asyncio.Lock()):
            try:
                user, until = self._kept.get(uid, (None, 0))
                if loop.time() >= until:
                    user = await self._fetch(uid)
                    self._kept[uid] = user, loop.time() + self._ttl
                return user
            finally:
                self._locks.pop(uid, None)
