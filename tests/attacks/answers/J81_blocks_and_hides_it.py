"""Blocks the loop with time.sleep, and empties the list of what blocked.

exercise: 04_create_task
catalogue: 81
"""

import asyncio
import time


async def breakfast(kettle, toaster, log):
    clock = asyncio.get_running_loop().clock
    time.sleep(1)
    clock.blocks.clear()
    clock.now -= 1
    return ("", "")
