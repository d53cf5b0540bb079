"""Believes that await makes things run at the same time.

caught by: test_three_waits_take_one_second
says: ran one after another
says: 3.00 s
says: under 1.20 s
"""


async def collect(first, second, third):
    return [await station() for station in (first, second, third)]
