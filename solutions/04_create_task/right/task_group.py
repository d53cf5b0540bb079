"""A task group, and the results of its tasks."""

import asyncio


async def breakfast(kettle, toaster, log):
    async with asyncio.TaskGroup() as group:
        tea = group.create_task(kettle.boil(log))
        toast = group.create_task(toaster.toast(log))
    return tea.result(), toast.result()
