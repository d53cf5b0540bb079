"""Catches BaseException, and so tries again after a cancellation.

caught by: test_a_cancellation_is_no_failure
says: should end with CancelledError
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        try:
            return await op()
        except BaseException as error:
            if isinstance(error, Exception) and not isinstance(error, retry_on):
                raise
            if n == attempts - 1:
                raise
            await asyncio.sleep(min(cap, base * 2**n) * rng())
