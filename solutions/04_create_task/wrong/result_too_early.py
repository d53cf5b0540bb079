"""Believes that the tea must be ready when the toast is.

caught by: test_tea_and_toast_take_three_seconds
says: no result before it is done
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    await asyncio.sleep(0)
    toast = await toaster.toast(log)
    return tea.result(), toast
