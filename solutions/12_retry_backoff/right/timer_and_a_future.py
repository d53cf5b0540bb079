"""Pauses with a timer of the loop and a future."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    loop = asyncio.get_running_loop()
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            over = loop.create_future()
            timer = loop.call_later(min(cap, base * 2**n) * rng(), over.set_result, None)
            try:
                await over
            finally:
                timer.cancel()
    return await op()
