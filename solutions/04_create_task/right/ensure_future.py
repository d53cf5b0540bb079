"""The older name, inside a running loop: it works as well."""

import asyncio


async def breakfast(kettle, toaster, log):
    tea = asyncio.ensure_future(kettle.boil(log))
    toast = asyncio.ensure_future(toaster.toast(log))
    await asyncio.wait([tea, toast])
    return tea.result(), toast.result()
