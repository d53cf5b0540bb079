"""Makes one coroutine and awaits it again and again.

caught by: test_the_first_success_is_the_result
says: cannot reuse already awaited coroutine
says: call the function again for a new one
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    attempt = op()
    for n in range(attempts - 1):
        try:
            return await attempt
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await attempt
