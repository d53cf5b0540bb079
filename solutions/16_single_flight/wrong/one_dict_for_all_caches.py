"""Makes the dicts in the class and not in __init__: all caches of the program share them.

caught by: test_one_fetch_in_any_order
says: Every caller should get the user that fetch returned
"""

import asyncio


class UserCache:
    kept, running = {}, {}

    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl

    async def get(self, uid):
        user, until = self.kept.get(uid, (None, 0))
        if asyncio.get_running_loop().time() < until:
            return user
        if uid not in self.running:
            task = self.running[uid] = asyncio.create_task(self._load(uid))
            task.add_done_callback(lambda _: self.running.pop(uid))
        return await asyncio.shield(self.running[uid])

    async def _load(self, uid):
        user = await self._fetch(uid)
        self.kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
        return user
