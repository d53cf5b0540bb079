"""Waits for a shared future without a shield: a caller that is cancelled cancels the future of the others.

caught by: test_one_caller_leaves_and_the_others_stay
says: The second of three callers was cancelled while all of them waited. The two others should get their user
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._waiting, self._tasks = {}, {}, set()

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        user, until = self._kept.get(uid, (None, 0))
        if loop.time() < until:
            return user
        if uid in self._waiting:
            return await self._waiting[uid]
        future = self._waiting[uid] = loop.create_future()
        task = asyncio.create_task(self._load(uid, future))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(future)

    async def _load(self, uid, future):
        try:
            user = await self._fetch(uid)
        except Exception as error:
            if not future.done():
                future.set_exception(error)
        else:
            self._kept[uid] = user, asyncio.get_running_loop().time() + self._ttl
            if not future.done():
                future.set_result(user)
        finally:
            del self._waiting[uid]
