"""The supervisor of one run: it sees to it that no process of the run is left, whoever ends first.

It is forked by an exercise server and forks the run. It holds one end of a control socket, and neither the report
nor the output. When the run ends, or the parent closes (or loses) its end of the socket, it kills the run and all
that descends from it, also what made itself a session of its own: Linux hands such orphans to the supervisor. Then
it writes one byte and ends. In a sandbox nothing in the run can touch the supervisor. Without one, should an answer
kill it, the kernel kills the run, and the byte is missing.
"""

from __future__ import annotations

import os
import select
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

from grader.worker import kernel
from grader.worker.run import leave_after
from grader.worker.sandbox import rlimits
from grader.worker.wire import ALL_GONE

Streams = Sequence[int]
"""Where the run finds its stdin (the job), stdout (the report) and stderr (what the answer prints)."""


class Walls(Protocol):
    """What stands around a run."""

    def enter(self) -> None:
        """In the supervisor, before the run is forked."""

    def lock(self) -> None:
        """In the run, before it does anything."""

    def kill(self) -> None:
        """In the supervisor: kill what is left of the run."""


class Open:
    """No sandbox: what a process can do about its own children, and limits."""

    def enter(self) -> None:
        """Orphans of the run become the supervisor's."""
        kernel.adopt_orphans()

    def lock(self) -> None:
        """The number of processes is not limited: the kernel would count all of this user's."""
        rlimits.limit(processes=False)

    def kill(self) -> None:
        """Kill the children; theirs become ours, and are next."""
        for child in kernel.children():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)


def supervise(control: int, streams: Streams, run: Callable[[], None], walls: Walls) -> None:
    """Fork ``run`` with these streams, wait, and kill what is left."""
    os.setsid()
    walls.enter()
    me, pid = os.getpid(), os.fork()
    if pid == 0:
        leave_after(partial(_run, me, streams, run, walls))
    for stream in streams:
        os.close(stream)
    _wait(pid, control)
    _end(pid, walls)
    os.write(control, ALL_GONE)


def _run(supervisor: int, streams: Streams, run: Callable[[], None], walls: Walls) -> None:
    kernel.die_with(supervisor)
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(len(streams), os.sysconf("SC_OPEN_MAX"))
    walls.lock()
    run()


def _wait(pid: int, control: int) -> None:
    """Until the run has ended, or the parent has said that it must."""
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    # Without a handler of Python's own, nothing is written to the wake-up socket.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        ready, _, _ = select.select([control, woken.fileno()], [], [])
        if control in ready:
            break
        woken.recv(4096)
    signal.set_wakeup_fd(-1)


def _end(pid: int, walls: Walls) -> None:
    os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
        while True:
            # Usually there is none, and the search is spared.
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                walls.kill()
                os.waitpid(-1, 0)
