"""The toast made inside the block, while the group looks after the kettle."""

import asyncio


async def breakfast(kettle, toaster, log):
    async with asyncio.TaskGroup() as group:
        tea = group.create_task(kettle.boil(log))
        await asyncio.sleep(0)
        toast = await toaster.toast(log)
    return [tea.result(), toast]
