"""The first caller fetches for all, and tells the others how it went, unless it is cancelled.

caught by: test_one_caller_leaves_and_the_others_stay
says: still waiting
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._waiting = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        user, until = self._kept.get(uid, (None, 0))
        if loop.time() < until:
            return user
        if uid in self._waiting:
            return await asyncio.shield(self._waiting[uid])
        future = self._waiting[uid] = loop.create_future()
        try:
            user = await self._fetch(uid)
        except Exception as error:
            del self._waiting[uid]
            future.set_exception(error)
            future.exception()
            raise
        self._kept[uid] = user, loop.time() + self._ttl
        del self._waiting[uid]
        future.set_result(user)
        return user
