"""Tasks made by the running loop."""

import asyncio


async def breakfast(kettle, toaster, log):
    loop = asyncio.get_running_loop()
    tea = loop.create_task(kettle.boil(log))
    toast = loop.create_task(toaster.toast(log))
    return await tea, await toast
