"""Falls out of the loop after the last failure and returns None.

caught by: test_the_last_error_is_raised
says: raise the error of the last one
says: None
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        try:
            return await op()
        except retry_on:
            if n < attempts - 1:
                await asyncio.sleep(min(cap, base * 2**n) * rng())
