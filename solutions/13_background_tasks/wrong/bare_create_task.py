"""Believes that the event loop keeps a running task alive.

caught by: test_a_job_that_nobody_holds_is_not_lost
says: The task was thrown away while it waited
says: Background must hold each of them until it is done
"""

import asyncio


class Background:
    def __init__(self):
        self.pending = 0

    def spawn(self, coro, *, name=None):
        return asyncio.create_task(coro, name=name)

    async def drain(self):
        return []
