"""Returns what gather promises, not what it brings.

caught by: test_three_waits_take_one_second
says: a promise, not the result
"""

import asyncio


async def collect(first, second, third):
    return asyncio.gather(first(), second(), third())
