"""The supervisor of a run without a sandbox: it sees to it that no process of the run is left, whoever ends first.

It is forked by an exercise server and forks the run. It holds one end of a control socket, and neither the report
nor the output. When the run ends, or the parent closes (or loses) its end of the socket, it kills the run and all
that descends from it, also what made itself a session of its own: Linux hands such orphans to the supervisor. Then
it writes one byte and ends. Should an answer kill it, the kernel kills the run, and the byte is missing.

In a sandbox there is none: the kernel itself ends all processes of a cell with its first one, which is the run.
"""

from __future__ import annotations

import os
import select
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from grader.worker import kernel
from grader.worker.run import Streams, leave_after, take_streams
from grader.worker.sandbox import rlimits
from grader.worker.wire import ALL_GONE


def supervise(control: int, streams: Streams, run: Callable[[], None]) -> None:
    """Fork ``run`` with these streams, wait, and kill what is left."""
    os.setsid()
    kernel.adopt_orphans()
    me, pid = os.getpid(), os.fork()
    if pid == 0:
        leave_after(partial(_run, me, streams, run))
    for stream in streams:
        os.close(stream)
    _wait(pid, control)
    _end(pid)
    os.write(control, ALL_GONE)


def _run(supervisor: int, streams: Streams, run: Callable[[], None]) -> None:
    kernel.die_with(supervisor)
    take_streams(streams)
    # The number of processes is not limited: the kernel would count all of this user's.
    rlimits.limit(processes=False)
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


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
        while True:
            # Usually there is none, and the search is spared.
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                _kill_children()
                os.waitpid(-1, 0)


def _kill_children() -> None:
    """Theirs become ours, and are next."""
    for child in kernel.children():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGKILL)
