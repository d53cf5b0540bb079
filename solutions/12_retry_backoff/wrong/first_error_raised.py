"""Keeps the first error and raises that one at the end.

caught by: test_the_last_error_is_raised
says: raise the error of the last one
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    first = None
    for n in range(attempts):
        try:
            return await op()
        except retry_on as error:
            first = first or error
            if n < attempts - 1:
                await asyncio.sleep(min(cap, base * 2**n) * rng())
    raise first
