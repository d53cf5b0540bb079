"""An eager task begins when it is made, so it needs no turn.

needs: Python 3.12
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.Task(kettle.boil(log), loop=asyncio.get_running_loop(), eager_start=True)
    toast = await toaster.toast(log)
    return await tea, toast
