"""Leaves a process behind that made itself a session of its own.

exercise: 03_gather
catalogue: 62
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.closerange(0, 4096)
    time.sleep(3600)


async def collect(first, second, third):
    return ["guess", "guess", "guess"]
