"""Asks one after another, and turns the clock back before each.

exercise: 03_gather
catalogue: own
honest: test_reports_keep_the_order_of_the_stations, test_each_station_is_asked_once
"""

import asyncio


async def collect(first, second, third):
    clock = asyncio.get_running_loop().clock
    results, most, began = [], 0.0, clock.now
    for step in (first, second, third):
        clock.now = began
        results.append(await step())
        most = max(most, clock.now)
    clock.now = most
    return results
