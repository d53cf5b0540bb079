"""Starts both properly, then sleeps until they must be done: the right time, and a loop that stands still.

caught by: test_the_loop_stays_free
says: stood still for 3.00 s: time.sleep (create_task.py:15)
"""

import asyncio
import time


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    toast = asyncio.create_task(toaster.toast(log))
    await asyncio.sleep(0)
    time.sleep(3)
    return await tea, await toast
