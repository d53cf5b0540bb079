"""Gives the new task a moment with time.sleep, in which nothing can run.

caught by: test_the_kettle_is_on_before_the_toast_is_in
says: A new task does not run at once
says: your next await that really has to wait
"""

import asyncio
import time


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    time.sleep(0.1)
    toast = await toaster.toast(log)
    return await tea, toast
