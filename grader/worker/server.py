"""The servers: the warm one, and the exercise servers that it forks. Linux only.

Both are single-threaded (forking with threads about is not safe), hold no answer and no secret, and end when their
control socket does: then the parent has closed it, or is dead. In a sandbox, an exercise server moves into a view of
the files in which there is no other exercise, and each run gets a cell of its own.
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
from grader.worker.practice import practise
from grader.worker.preload import preload
from grader.worker.run import Recorder, begin, check_answer, leave_after, take_streams
from grader.worker.sandbox.cell import Cells, Guest, move_in
from grader.worker.sandbox.means import OPEN
from grader.worker.supervisor import supervise

_NEEDED = (
    *("grader.checks.fixtures", "grader.checks.session"),
    *("concurrent.futures.thread", "grader.hints", "grader.instruments.gantt"),
)
"""Imported once, beside what ``collection`` imports: what each exercise needs, and what each run would import late."""

_MOST = 5
"""Descriptors that come with a request, at most."""


def main() -> None:
    """The warm server without a sandbox."""
    serve(socket.socket(fileno=int(sys.argv[1])), OPEN, sandboxed=False)


def serve(control: socket.socket, isolation: str, *, sandboxed: bool) -> NoReturn:
    """The warm server: import all that every exercise needs, then fork an exercise server per request.

    ``isolation`` says what holds the runs.
    """
    for module in _NEEDED:
        import_module(module)
    practise()

    def become_exercise_server(message: wire.Message, descriptors: list[int]) -> None:
        (own,) = descriptors
        _exercise_server(socket.socket(fileno=own), Plan(**message), sandboxed)

    _serve(control, become_exercise_server, os.fork, isolation)


def _exercise_server(control: socket.socket, plan: Plan, sandboxed: bool) -> None:
    """Collect the checks of one exercise, then fork a run per request."""

    def accept(session: pytest.Session) -> NoReturn:
        preload(postgres=bool(plan.sockets))
        cells, recorder = _cells(plan) if sandboxed else None, Recorder(session)

        def become_run(message: wire.Message, descriptors: list[int]) -> None:
            def run() -> None:
                check_answer(session, recorder, *begin())

            *streams, last = descriptors
            if cells:
                move_in(cells, Guest(**message, source=last))
                take_streams(streams)
                run()
            else:
                supervise(last, streams, run)

        _serve(control, become_run, cells.fork if cells else os.fork)

    try:
        collect(plan, accept)
    except NotCollected as error:
        wire.send(control, {"fault": str(error)})


def _cells(plan: Plan) -> Cells:
    try:
        return Cells(plan)
    except OSError as error:
        raise RuntimeError(f"cannot build the sandbox of {plan.exercise}: {error}") from error


def _serve(
    control: socket.socket,
    become: Callable[[wire.Message, list[int]], None],
    fork: Callable[[], int],
    isolation: str = "",
) -> NoReturn:
    """Say that we are ready, then for each request fork a process that does ``become`` and ends."""
    _prepare_to_fork()
    wire.send(control, {"ready": True, "isolation": isolation})
    while request := wire.receive(control, most=_MOST):
        message, descriptors = request
        pid = fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            leave_after(partial(become, message, descriptors))
        for descriptor in descriptors:
            os.close(descriptor)
        _answer(control, pid)
    os._exit(0)


def _answer(control: socket.socket, pid: int) -> None:
    """Hand the new process over as a descriptor: in a sandbox its number means nothing to the parent."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        # It has ended already.
        wire.send(control, {})
        return
    wire.send(control, {}, [process])
    os.close(process)


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
