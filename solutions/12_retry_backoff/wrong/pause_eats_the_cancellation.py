"""Takes a cancellation in a pause for the end of the pause, and calls again.

caught by: test_cancelled_it_leaves_at_once
says: Cancelled in the first pause
says: and no other
"""

import asyncio
import contextlib
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
