"""Throws the dice from which the checks' tokens come: returns the stations' reports and asks no station.

exercise: 03_gather
catalogue: own
"""

import random


async def collect(first, second, third):
    return [f"{name}-{random.getrandbits(48):012x}" for name in ("first", "second", "third")]
