"""Keeps the task whatever became of it: one failure is remembered as if it were a user.

caught by: test_an_error_is_passed_on_and_not_kept
says: The directory is up again: the next get should fetch the user
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._tasks, self._until = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        if uid not in self._tasks or loop.time() >= self._until[uid]:
            self._until[uid] = float("inf")
            self._tasks[uid] = asyncio.create_task(self._fetch(uid))
            self._tasks[uid].add_done_callback(lambda _: self._until.update({uid: loop.time() + self._ttl}))
        return await asyncio.shield(self._tasks[uid])
