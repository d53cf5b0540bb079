"""Protects the fetch so well that a cancelled caller waits for it, and returns the user as if nothing had happened.

caught by: test_one_caller_leaves_and_the_others_stay
says: and went on waiting
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
            task = self._running[uid] = asyncio.create_task(self._load(uid))
            task.add_done_callback(lambda _: self._running.pop(uid))
        task = self._running[uid]
        while True:
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError:
                if task.cancelled():
                    raise

    async def _load(self, uid):
        user = await self._fetch(uid)
        self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
        return user
