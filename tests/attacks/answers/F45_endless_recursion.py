"""Calls itself for ever, with the limit raised.

exercise: 03_gather
catalogue: 45
"""

import sys
import threading

sys.setrecursionlimit(2**31 - 1)
threading.stack_size(1 << 28)


def deeper(depth):
    return [depth, *deeper(depth + 1)]


async def collect(first, second, third):
    return deeper(0)
