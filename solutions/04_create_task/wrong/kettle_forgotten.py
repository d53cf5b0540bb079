"""Serves the toast, and never asks for the tea.

caught by: test_tea_comes_before_toast
says: wait until both are done
says: 1 task is still running
"""

import asyncio


async def breakfast(kettle, toaster, log):
    asyncio.create_task(kettle.boil(log))
    await asyncio.sleep(0)
    return "tea", await toaster.toast(log)
