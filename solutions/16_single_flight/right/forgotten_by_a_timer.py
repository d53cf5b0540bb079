"""The dict holds tasks, and a timer of the loop forgets each one. A fetch nobody waits for any more is cancelled."""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._tasks, self._waiting = {}, {}

    async def get(self, uid):
        if uid not in self._tasks:
            task = self._tasks[uid] = asyncio.create_task(self._fetch(uid))
            task.add_done_callback(lambda task: self._look_at(uid, task))
        task = self._tasks[uid]
        self._waiting[task] = self._waiting.get(task, 0) + 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[task] -= 1
            if not self._waiting[task]:
                del self._waiting[task]
                if not task.done():
                    task.cancel()
                    self._forget(uid, task)

    def _look_at(self, uid, task):
        if task.cancelled() or task.exception():
            self._forget(uid, task)
        else:
            asyncio.get_running_loop().call_later(self._ttl, self._forget, uid, task)

    def _forget(self, uid, task):
        if self._tasks.get(uid) is task:
            del self._tasks[uid]
