"""Shares the first fetch of a user. When the user is too old, every caller fetches anew.

caught by: test_an_old_user_is_fetched_once
says: A user who is too old is like one who is not there
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._running = {}, {}

    async def get(self, uid):
        if uid in self._kept:
            user, until = self._kept[uid]
            if asyncio.get_running_loop().time() >= until:
                user = await self._load(uid)
            return user
        if uid not in self._running:
            task = self._running[uid] = asyncio.create_task(self._load(uid))
            task.add_done_callback(lambda _: self._running.pop(uid))
        return await asyncio.shield(self._running[uid])

    async def _load(self, uid):
        user = await self._fetch(uid)
        self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
        return user
