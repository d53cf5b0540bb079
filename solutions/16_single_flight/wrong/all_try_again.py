"""When a fetch has failed, everybody who waited for it fetches again, all at once.

caught by: test_an_error_is_passed_on_and_not_kept
says: Several fetches for one id ran at the same time
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._fetched = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        if uid in self._fetched:
            await self._fetched[uid].wait()
        user, until = self._kept.get(uid, (None, 0))
        if loop.time() < until:
            return user
        self._fetched[uid] = fetched = asyncio.Event()
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, loop.time() + self._ttl
            return user
        finally:
            self._fetched.pop(uid, None)
            fetched.set()
