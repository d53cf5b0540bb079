"""Starts the toast so that it is done at the same time as the tea, from times that it guessed.

caught by: test_the_slower_one_sets_the_time
says: The longer of the two should be the whole wait
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    await asyncio.sleep(0.9)
    toast = await toaster.toast(log)
    return await tea, toast
