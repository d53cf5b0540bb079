"""Crashes with as much in memory as it may, so that a core file would fill the disk.

exercise: 03_gather
catalogue: 56
harm: writes a core file
"""

import os
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (OSError, ValueError):
    pass


async def collect(first, second, third):
    kept = bytearray(b"x") * (1 << 28)
    os.abort()
    return kept
