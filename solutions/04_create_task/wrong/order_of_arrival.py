"""Serves what is done first, first.

caught by: test_tea_comes_before_toast
says: first the tea, then the toast
"""

import asyncio


async def breakfast(kettle, toaster, log):
    arrivals = asyncio.as_completed([kettle.boil(log), toaster.toast(log)])
    return tuple([await arrival for arrival in arrivals])
