"""Writes without end to every descriptor but the standard ones.

exercise: 03_gather
catalogue: 55
"""

import os


async def collect(first, second, third):
    while True:
        for descriptor in range(3, 32):
            try:
                os.write(descriptor, b"x" * (1 << 16))
            except OSError:
                pass
