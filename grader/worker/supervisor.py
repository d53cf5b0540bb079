"""The supervisor of one run: it sees to it that no process of the run is left, whoever ends first.

It is forked by an exercise server and forks the run. It holds one end of a control socket, and neither the report
nor the output. When the run ends, or the parent closes (or loses) its end of the socket, it kills the run and all
that descends from it, also what made itself a session of its own: Linux hands such orphans to the supervisor. Then
it writes one byte and ends. Should an answer kill the supervisor, the kernel kills the run, and the byte is missing.
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
from grader.worker.run import leave_after
from grader.worker.wire import ALL_GONE

Streams = tuple[int, int, int]
"""Where the run finds its stdin (the job), stdout (the report) and stderr (what the answer prints)."""


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
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    _close_all_but_the_first(3)
    run()


def _close_all_but_the_first(count: int) -> None:
    for name in os.listdir("/proc/self/fd"):
        if int(name) >= count:
            # The listing's own descriptor is closed by now.
            with suppress(OSError):
                os.close(int(name))


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
            # Usually there is none, and the look through /proc is spared.
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                for child in kernel.children():
                    with suppress(ProcessLookupError, PermissionError):
                        os.kill(child, signal.SIGKILL)
                os.waitpid(-1, 0)
