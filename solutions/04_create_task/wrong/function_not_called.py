"""Hands the method to create_task, in place of what a call of it returns.

caught by: test_tea_and_toast_take_three_seconds
says: A function was handed over
says: Call it first
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil)
    toast = asyncio.create_task(toaster.toast)
    return await tea, await toast
