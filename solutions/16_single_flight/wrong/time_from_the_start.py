"""Counts the time of a user from the start of its fetch, as if the answer were as old as the question.

caught by: test_a_user_is_kept_for_its_time
says: was not kept any more
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._running = {}, {}

    async def get(self, uid):
        user, until = self._kept.get(uid, (None, 0))
        if asyncio.get_running_loop().time() < until:
            return user
        if uid not in self._running:
            self._running[uid] = asyncio.create_task(self._load(uid))
        return await asyncio.shield(self._running[uid])

    async def _load(self, uid):
        until = asyncio.get_running_loop().time() + self._ttl
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, until
            return user
        finally:
            del self._running[uid]
