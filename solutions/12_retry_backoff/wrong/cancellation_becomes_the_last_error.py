"""Gives up when it is cancelled, and raises the error before it.

caught by: test_a_cancellation_is_no_failure
says: raised ConnectionError
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    error = None
    for n in range(attempts):
        try:
            return await op()
        except retry_on as failure:
            error = failure
        if n < attempts - 1:
            try:
                await asyncio.sleep(min(cap, base * 2**n) * rng())
            except asyncio.CancelledError:
                break
    raise error
