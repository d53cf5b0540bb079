"""Writes the log that is wanted, in place of doing what it says.

caught by: test_the_kettle_is_on_before_the_toast_is_in
says: The kettle should be on before the toast is in
"""

import asyncio


async def breakfast(kettle, toaster, log):
    log += ["kettle on", "toast in", "toast out", "kettle done"]
    tea = asyncio.create_task(kettle.boil([]))
    toast = await toaster.toast([])
    return await tea, toast
