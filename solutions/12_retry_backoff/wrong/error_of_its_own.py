"""Raises an error of its own in place of the one that the caller knows.

caught by: test_the_last_error_is_raised
says: as it is
says: RuntimeError
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        try:
            return await op()
        except retry_on as error:
            if n == attempts - 1:
                raise RuntimeError(f"gave up after {attempts} attempts") from error
            await asyncio.sleep(min(cap, base * 2**n) * rng())
