"""Leaves a process behind that keeps all pipes open.

exercise: 03_gather
catalogue: 63
"""

import os
import time

if os.fork() == 0:
    while True:
        time.sleep(3600)


async def collect(first, second, third):
    return ["guess", "guess", "guess"]
