"""Makes the tasks in the order in which they will be done.

caught by: test_the_kettle_is_on_before_the_toast_is_in
says: The kettle should be on before the toast is in
"""

import asyncio


async def breakfast(kettle, toaster, log):
    toast = asyncio.create_task(toaster.toast(log))
    tea = asyncio.create_task(kettle.boil(log))
    return await tea, await toast
