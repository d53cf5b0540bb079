"""Waits for a time that is enough for this kettle.

caught by: test_the_slower_one_sets_the_time
says: no result before it is done
"""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.create_task(kettle.boil(log))
    toast = asyncio.create_task(toaster.toast(log))
    await asyncio.sleep(3.1)
    return tea.result(), toast.result()
