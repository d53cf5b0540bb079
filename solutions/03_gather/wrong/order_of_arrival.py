"""Takes the reports in the order in which they arrive.

caught by: test_reports_keep_the_order_of_the_stations
says: not in the order of the stations
"""

import asyncio


async def collect(first, second, third):
    return [await done for done in asyncio.as_completed([first(), second(), third()])]
