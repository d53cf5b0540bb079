"""One task for the kettle, a turn for it to begin, and the toast made right here."""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    await asyncio.sleep(0)
    toast = await toaster.toast(log)
    return await tea, toast
