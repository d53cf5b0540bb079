"""The fetch is over, and the user is stored a little later: who comes in between finds neither of them.

caught by: test_one_fetch_in_any_order
says: no moment in which a caller finds neither
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._running = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        user, until = self._kept.get(uid, (None, 0))
        if loop.time() < until:
            return user
        task = self._running.get(uid)
        if task is None or task.done():
            task = self._running[uid] = asyncio.create_task(self._fetch(uid))
            task.add_done_callback(self._store(uid))
        return await asyncio.shield(task)

    def _store(self, uid):
        def store(task):
            if not task.cancelled() and not task.exception():
                self._kept[uid] = task.result(), asyncio.get_running_loop().time() + self._ttl

        return store
