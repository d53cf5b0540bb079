"""The servers: the warm one, and the exercise servers that it forks. Linux only.

Both are single-threaded (forking with threads about is not safe), hold no answer and no secret, and end when their
control socket does: then the parent has closed it, or is dead.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import NoReturn

import pytest

from grader.worker import wire
from grader.worker.collection import NotCollected, collect
from grader.worker.plan import Plan
from grader.worker.run import begin, check_answer, leave_after
from grader.worker.supervisor import supervise

_NEEDED = (
    *("grader.checks.fixtures", "grader.checks.session"),
    *("concurrent.futures.thread", "grader.hints", "grader.instruments.gantt"),
)
"""Imported once, beside what ``collection`` imports: what each exercise needs, and what each run would import late."""


def main() -> None:
    """The warm server: import all that every exercise needs, then fork an exercise server per request."""
    for module in _NEEDED:
        import_module(module)
    control = socket.socket(fileno=int(sys.argv[1]))

    def become_exercise_server(message: wire.Message, descriptors: list[int]) -> None:
        (own,) = descriptors
        _exercise_server(socket.socket(fileno=own), Plan(**message))

    _serve(control, become_exercise_server)


def _exercise_server(control: socket.socket, plan: Plan) -> None:
    """Collect the checks of one exercise, then fork a supervised run per request."""

    def accept(session: pytest.Session) -> NoReturn:
        def become_run(_: wire.Message, descriptors: list[int]) -> None:
            own, job, report, output = descriptors
            supervise(own, (job, report, output), lambda: check_answer(session, *begin()))

        _serve(control, become_run)

    try:
        collect(plan, accept)
    except NotCollected as error:
        wire.send(control, {"fault": str(error)})


def _serve(control: socket.socket, become: Callable[[wire.Message, list[int]], None]) -> NoReturn:
    """Say that we are ready, then for each request fork a process that does ``become`` and ends."""
    _prepare_to_fork()
    wire.send(control, {"ready": True})
    while request := wire.receive(control, most=4):
        message, descriptors = request
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            leave_after(partial(become, message, descriptors))
        for descriptor in descriptors:
            os.close(descriptor)
        wire.send(control, {"pid": pid})
    os._exit(0)


def _prepare_to_fork() -> None:
    others = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    if others:
        raise RuntimeError(f"cannot fork safely: importing the checks left threads running: {', '.join(others)}")
    # Children are not waited for: their own control sockets tell how they are.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    # What is frozen is not touched by a collection, so it stays shared with the forks.
    gc.freeze()
    sys.stderr.flush()
