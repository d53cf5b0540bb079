"""Every attempt is a task, stopped and awaited when retry is cancelled."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        attempt = asyncio.ensure_future(op())
        try:
            await asyncio.wait([attempt])
        finally:
            if not attempt.done():
                attempt.cancel()
                await asyncio.gather(attempt, return_exceptions=True)
        error = attempt.exception()
        if error is None:
            return attempt.result()
        if not isinstance(error, retry_on) or n == attempts - 1:
            raise error
        await asyncio.sleep(min(cap, base * 2**n) * rng())
    raise ValueError("attempts should be 1 or more")
