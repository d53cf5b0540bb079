"""Believes that a task is at work as soon as it is created.

caught by: test_the_kettle_is_on_before_the_toast_is_in
says: A new task does not run at once
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    slices = [f"slice {number}" for number in range(1, 5)]
    assert len(slices) == 4
    toast = await toaster.toast(log)
    return await tea, toast
