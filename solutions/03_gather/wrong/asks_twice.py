"""Warms the stations up first, and so asks each of them twice.

caught by: test_each_station_is_asked_once
says: Ask each station once
"""

import asyncio


async def collect(first, second, third):
    warm_up = [asyncio.create_task(station()) for station in (first, second, third)]
    reports = await asyncio.gather(first(), second(), third())
    await asyncio.gather(*warm_up)
    return reports
