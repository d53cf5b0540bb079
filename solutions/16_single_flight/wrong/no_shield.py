"""Lets every caller await the task itself: a caller that is cancelled cancels the fetch of all.

caught by: test_one_caller_leaves_and_the_others_stay
says: The first of three callers was cancelled while all of them waited. The two others should get their user
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
        return await self._running[uid]

    async def _load(self, uid):
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
            return user
        finally:
            del self._running[uid]
