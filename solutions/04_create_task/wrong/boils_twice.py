"""Puts the kettle on early, and again when the tea is needed.

caught by: test_tea_comes_before_toast
says: Use the kettle once
"""

import asyncio


async def breakfast(kettle, toaster, log):
    early = asyncio.create_task(kettle.boil(log))
    tea, toast = await asyncio.gather(kettle.boil(log), toaster.toast(log))
    await early
    return tea, toast
