"""Puts every error into the future of the others, also when there is nobody else to look at it.

caught by: test_an_error_is_passed_on_and_not_kept
says: nobody looked at it: ConnectionError
"""

import asyncio


class UserCache:
    def __init__(self, fetch, ttl):
        self._fetch, self._ttl = fetch, ttl
        self._kept, self._waiting = {}, {}

    async def get(self, uid):
        loop = asyncio.get_running_loop()
        while uid in self._waiting:
            try:
                return await asyncio.shield(self._waiting[uid])
            except asyncio.CancelledError:
                if asyncio.current_task().cancelling():
                    raise
        user, until = self._kept.get(uid, (None, 0))
        if loop.time() < until:
            return user
        future = self._waiting[uid] = loop.create_future()
        try:
            user = await self._fetch(uid)
            self._kept[uid] = user, loop.time() + self._ttl
            future.set_result(user)
            return user
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError):
                future.cancel()
            else:
                future.set_exception(error)
            raise
        finally:
            del self._waiting[uid]
