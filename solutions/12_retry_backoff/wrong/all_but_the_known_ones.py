"""Lists what should not be tried again, and a cancellation is not on that list.

caught by: test_cancelled_it_leaves_at_once
says: Cancelled in the first attempt
says: and no other
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    hopeless = (ValueError, TypeError, KeyError)
    for n in range(attempts):
        try:
            return await op()
        except BaseException as error:
            if isinstance(error, hopeless) or n == attempts - 1:
                raise
            await asyncio.sleep(min(cap, base * 2**n) * rng())
