"""What a run may take of the machine, set where the kernel enforces it (setrlimit). POSIX only."""

from __future__ import annotations

import resource
from contextlib import suppress

from grader.worker.limits import MEGABYTE

MEMORY = 1024 * MEGABYTE
"""Bytes that a process may allocate: after that, Python raises MemoryError. Each thread's stack counts 8 MB."""

FILE = 64 * MEGABYTE
"""Bytes of one file, and of all files of a run together."""

PROCESSES = 128
"""Processes and threads of one run. The kernel counts them per user, so only a run with its own has this limit."""

_STACK = 8 * MEGABYTE
_DESCRIPTORS = 512


def limit(*, processes: bool) -> None:
    """Set the limits of this process and its children, for good."""
    limits = {
        resource.RLIMIT_DATA: MEMORY,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: _DESCRIPTORS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_STACK: _STACK,
        **({resource.RLIMIT_NPROC: PROCESSES} if processes else {}),
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # A stack that is larger already cannot be made smaller everywhere.
        with suppress(ValueError):
            resource.setrlimit(kind, (allowed, allowed))
