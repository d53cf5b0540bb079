"""Tries again after every Exception, whatever retry_on says.

caught by: test_other_errors_are_raised_at_once
says: there is no second try
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except Exception:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
