"""Forgets that a user has a time after which it is too old.

caught by: test_a_user_is_kept_for_its_time
says: get should fetch the user anew
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._tasks = fetch, {}

    async def get(self, uid):
        if uid not in self._tasks:
            task = self._tasks[uid] = asyncio.create_task(self._fetch(uid))
            task.add_done_callback(lambda task: self._look_at(uid, task))
        return await asyncio.shield(self._tasks[uid])

    def _look_at(self, uid, task):
        if task.cancelled() or task.exception():
            del self._tasks[uid]
