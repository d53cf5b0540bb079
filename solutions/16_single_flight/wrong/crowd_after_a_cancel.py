"""The first caller fetches for all. When it is cancelled, the others notice, and all of them fetch at once.

caught by: test_one_caller_leaves_and_the_others_stay
says: Several fetches for one id ran at the same time
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
        if future := self._waiting.get(uid):
            try:
                return await asyncio.shield(future)
            except asyncio.CancelledError:
                if not future.cancelled():
                    raise
        future = self._waiting[uid] = loop.create_future()
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, loop.time() + self._ttl
            future.set_result(user)
            return user
        except Exception as error:
            future.set_exception(error)
            future.exception()
            raise
        finally:
            future.cancel()
            if self._waiting.get(uid) is future:
                del self._waiting[uid]
