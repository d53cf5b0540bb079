"""Leaves threads behind that never end, and are no daemons.

exercise: 03_gather
catalogue: 44
"""

import threading
import time


def stay():
    while True:
        time.sleep(1)


for _ in range(5):
    threading.Thread(target=stay).start()


async def collect(first, second, third):
    threading.Thread(target=stay).start()
    return ["guess", "guess", "guess"]
