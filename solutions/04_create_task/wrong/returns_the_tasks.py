"""Serves the promises.

caught by: test_tea_and_toast_take_three_seconds
says: a promise, not the result
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    toast = asyncio.create_task(toaster.toast(log))
    return tea, toast
