"""Makes a task, and waits for it in the same breath.

caught by: test_tea_and_toast_take_three_seconds
says: They ran one after another
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = await asyncio.create_task(kettle.boil(log))
    toast = await asyncio.create_task(toaster.toast(log))
    return tea, toast
