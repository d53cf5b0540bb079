"""Takes a lock for threads and awaits while it holds it: the second caller stops the thread, and with it the loop.

caught by: test_five_callers_share_one_fetch
says: longer than 4 s and was stopped
"""

import asyncio
import threading


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._lock = {}, threading.Lock()

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        with self._lock:
            if uid not in self._kept or loop.time() >= self._kept[uid][1]:
                user = await self._fetch(uid)
                self._kept[uid] = user, loop.time() + self._ttl
            return self._kept[uid][0]
