"""Prints for ever, to both streams.

exercise: 03_gather
catalogue: 52
"""

import os


async def collect(first, second, third):
    while True:
        os.write(1, b"x" * (1 << 16))
        os.write(2, b"\x1b[31m\0" * (1 << 13))
