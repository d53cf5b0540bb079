"""Awaits the arguments of gather, so that gather gets results.

caught by: test_three_waits_take_one_second
says: Pass the coroutines themselves
"""

import asyncio


async def collect(first, second, third):
    return await asyncio.gather(await first(), await second(), await third())
