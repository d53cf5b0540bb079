"""Follows a recipe from the time before asyncio.run, inside a coroutine.

caught by: test_tea_and_toast_take_three_seconds
says: already inside an event loop
says: just await
"""

import asyncio


async def breakfast(kettle, toaster, log):
    loop = asyncio.get_event_loop()
    tea = asyncio.ensure_future(kettle.boil(log), loop=loop)
    toast = asyncio.ensure_future(toaster.toast(log), loop=loop)
    return tuple(loop.run_until_complete(asyncio.gather(tea, toast)))
