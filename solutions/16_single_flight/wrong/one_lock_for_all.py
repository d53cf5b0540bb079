"""One lock for all users, held during the fetch: every user waits for every other.

caught by: test_different_users_do_not_wait_for_each_other
says: Callers of different users waited for each other
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._lock = {}, asyncio.Lock()

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        async with self._lock:
            if uid not in self._kept or loop.time() >= self._kept[uid][1]:
                user = await self._fetch(uid)
                self._kept[uid] = user, loop.time() + self._ttl
            return self._kept[uid][0]
