"""Keeps the last error, and raises it with the first one as its cause."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    errors = []
    while len(errors) < attempts:
        if errors:
            n = len(errors) - 1
            await asyncio.sleep(min(cap, base * 2**n) * rng())
        try:
            return await op()
        except retry_on as error:
            errors.append(error)
    raise errors[-1] from (errors[0] if len(errors) > 1 else None)
