"""An object that can be awaited, with suppress for the failures."""

import asyncio
import contextlib
import random


class Retry:
    def __init__(self, op, attempts, base, cap, retry_on, rng):
        self.op, self.attempts, self.retry_on = op, attempts, retry_on
        self.pause = lambda n: min(cap, base * 2**n) * rng()

    def __await__(self):
        return self.run().__await__()

    async def run(self):
        for n in range(self.attempts - 1):
            with contextlib.suppress(*self.retry_on):
                return await self.op()
            await asyncio.sleep(self.pause(n))
        return await self.op()


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    return await Retry(op, attempts, base, cap, retry_on, rng)
