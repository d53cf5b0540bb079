"""An object for each id, which waits for its task with asyncio.wait: that never cancels what it waits for."""

import asyncio


class Entry:
    def __init__(self, fetch, ttl):
        self.fetch, self.ttl = fetch, ttl
        self.task, self.until = None, 0.0

    def fresh(self):
        if self.task is None:
            return False
        if not self.task.done():
            return True
        ok = not self.task.cancelled() and self.task.exception() is None
        return ok and asyncio.get_running_loop().time() < self.until

    async def run(self):
        user = await self.fetch()
        self.until = asyncio.get_running_loop().time() + self.ttl
        return user

    async def get(self):
        if not self.fresh():
            self.task = asyncio.create_task(self.run())
            self.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        task = self.task
        await asyncio.wait([task])
        return task.result()


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl, self._entries = fetch, ttl, {}

    async def get(self, uid):
        if uid not in self._entries:
            self._entries[uid] = Entry(lambda: self._fetch(uid), self._ttl)
        return await self._entries[uid].get()
