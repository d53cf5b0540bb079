"""Pauses by waiting for something that never comes, under a time limit."""

import asyncio
import contextlib
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    ceiling = base
    for left in reversed(range(attempts)):
        try:
            return await op()
        except retry_on:
            if not left:
                raise
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), min(cap, ceiling) * rng())
        ceiling *= 2
    raise ValueError("attempts should be 1 or more")
