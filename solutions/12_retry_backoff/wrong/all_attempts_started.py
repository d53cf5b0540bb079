"""Starts all attempts at once, each with a longer wait before it, and takes the first that works.

caught by: test_the_first_success_is_the_result
says: makes three calls
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    async def attempt(delay):
        await asyncio.sleep(delay)
        return await op()

    delays = [0.0]
    for n in range(attempts - 1):
        delays.append(delays[-1] + min(cap, base * 2**n) * rng())
    tasks = [asyncio.create_task(attempt(delay)) for delay in delays]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if not isinstance(result, retry_on):
            return result
    raise results[-1]
