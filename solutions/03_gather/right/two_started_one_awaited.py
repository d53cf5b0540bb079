"""Two tasks in the background, the third awaited right here."""

import asyncio


async def collect(first, second, third):
    one = asyncio.create_task(first())
    two = asyncio.create_task(second())
    three = await third()
    return [await one, await two, three]
