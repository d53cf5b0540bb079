"""A future for each id: callers wait for it behind a shield, a task in the background fills it."""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._futures, self._until, self._tasks = {}, {}, set()

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        if loop.time() >= self._until.get(uid, 0):
            self._futures[uid] = loop.create_future()
            self._until[uid] = float("inf")
            task = loop.create_task(self._fill(uid, self._futures[uid]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(self._futures[uid])

    async def _fill(self, uid, future):
        loop = asyncio.get_running_loop()
        try:
            future.set_result(await self._fetch(uid))
            self._until[uid] = loop.time() + self._ttl
        except asyncio.CancelledError:
            future.cancel()
            del self._until[uid]
            raise
        except Exception as error:
            future.set_exception(error)
            future.exception()
            del self._until[uid]
