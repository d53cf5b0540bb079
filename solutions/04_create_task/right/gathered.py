"""gather starts both, in the order of its arguments."""

import asyncio


async def breakfast(kettle, toaster, log):
    tea, toast = await asyncio.gather(kettle.boil(log), toaster.toast(log))
    return tea, toast
