"""Hands gather one list in place of three coroutines.

caught by: test_three_waits_take_one_second
says: Unpack it with a star
"""

import asyncio


async def collect(first, second, third):
    return await asyncio.gather([first(), second(), third()])
