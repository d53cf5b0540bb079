"""One condition for all ids, held only while looking, and told whenever a fetch is over."""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._under_way = {}, set()
        self._changed = asyncio.Condition()

    def _fresh(self, uid):
        return uid in self._kept and asyncio.get_running_loop().time() < self._kept[uid][1]

    async def get(self, uid):
        async with self._changed:
            await self._changed.wait_for(lambda: uid not in self._under_way)
            if self._fresh(uid):
                return self._kept[uid][0]
            self._under_way.add(uid)
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
            return user
        finally:
            self._under_way.discard(uid)
            await asyncio.shield(self._tell())

    async def _tell(self):
        async with self._changed:
            self._changed.notify_all()
