"""Blocks the loop in a system call that no time limit of Python's reaches.

exercise: 03_gather
catalogue: 46
"""

import os
import threading


async def collect(first, second, third):
    reading, _ = os.pipe()
    while True:
        try:
            threading.Lock().acquire()
            os.read(reading, 1)
        except BaseException:
            lock = threading.Lock()
            with lock:
                lock.acquire()
