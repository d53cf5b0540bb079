"""Results as they arrive, put back in order."""

import asyncio


async def collect(first, second, third):
    async def numbered(position, station):
        return position, await station()

    arrivals = [
        await done for done in asyncio.as_completed([numbered(i, s) for i, s in enumerate((first, second, third))])
    ]
    return [report for _, report in sorted(arrivals)]
