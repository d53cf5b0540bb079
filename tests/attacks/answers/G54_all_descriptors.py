"""Opens files until no descriptor is left, and keeps them.

exercise: 03_gather
catalogue: 54
"""

import os

kept = []


async def collect(first, second, third):
    try:
        while True:
            kept.extend(os.pipe())
    except OSError:
        pass
    return ["guess", "guess", "guess"]
