"""Gives each task a group of its own, and a group waits at its end.

caught by: test_tea_and_toast_take_three_seconds
says: They ran one after another
"""

import asyncio


async def breakfast(kettle, toaster, log):
    async with asyncio.TaskGroup() as first:
        tea = first.create_task(kettle.boil(log))
    async with asyncio.TaskGroup() as second:
        toast = second.create_task(toaster.toast(log))
    return tea.result(), toast.result()
