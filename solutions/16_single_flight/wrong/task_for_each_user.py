"""Starts a task that forgets the user after its time: one more task for every user, asleep all that time.

caught by: test_five_callers_share_one_fetch
says: still running after your function returned
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._tasks, self._forgetters = {}, set()

    async def get(self, uid):
        if uid not in self._tasks:
            self._tasks[uid] = asyncio.create_task(self._load(uid))
        return await asyncio.shield(self._tasks[uid])

    async def _load(self, uid):
        try:
            user = await self._fetch(uid)
        except BaseException:
            del self._tasks[uid]
            raise
        forgetter = asyncio.create_task(self._forget(uid))
        self._forgetters.add(forgetter)
        forgetter.add_done_callback(self._forgetters.discard)
        return user

    async def _forget(self, uid):
        await asyncio.sleep(self._ttl)
        del self._tasks[uid]
