"""Warm runs: forked from a process in which everything is imported and the checks are collected. Linux only."""

from __future__ import annotations

import io
import itertools
import os
import random
import select
import signal
import socket
import threading
from contextlib import suppress

from grader.errors import GraderFault
from grader.worker.folder import HandedIn, RunFolder
from grader.worker.plan import Plan
from grader.worker.sandbox import means
from grader.worker.servers import Server, ServerGone, WarmServer
from grader.worker.wire import ALL_GONE

_STOP_SECONDS = 5.0

_ATTEMPTS = 3
"""Without a sandbox an answer can have killed the exercise's server, and the warm one. Fresh ones have met none."""


class WarmRun:
    """A ``Process`` forked by an exercise server."""

    def __init__(self, server: Server, answer: HandedIn, uid: int, database: str = "") -> None:
        """Start it. In a sandbox it gets a folder of its own, this user number, and the socket of this database.

        Raises:
            ServerGone: the server does not answer.
        """
        self.isolation = server.isolation
        self._sandboxed = not self.isolation.startswith(means.NOTHING)
        self.folder = RunFolder(means.HOME, answer.name) if self._sandboxed else answer.folder
        job, self.job = _pipe()
        self.report, report = _pipe()
        self.output, output = _pipe()
        self._control, control = socket.socketpair()
        self._control.settimeout(_STOP_SECONDS)
        last = answer.in_memory() if self._sandboxed else control
        theirs = (job, report, output, last)
        try:
            guest = {"name": answer.name, "uid": uid, "database": database}
            self._process = server.fork(guest, [end.fileno() for end in theirs])
        except ServerGone:
            for ours in (self._control, self.job, self.report, self.output):
                ours.close()
            raise
        finally:
            for end in (*theirs, control):
                end.close()

    def stop(self) -> bool:
        """Kill the run, or tell its supervisor to, and wait until all of it is gone. False: it could not be seen."""
        with self._control:
            try:
                return self._cell_ends() if self._sandboxed else self._says_all_gone()
            finally:
                if self._process is not None:
                    os.close(self._process)

    def _cell_ends(self) -> bool:
        """The kernel lets the first process of a pid namespace end when the last of the others has ended."""
        if self._process is None:
            return True
        self._kill()
        return bool(select.select([self._process], [], [], _STOP_SECONDS)[0])

    def _says_all_gone(self) -> bool:
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
            if self._control.recv(1) == ALL_GONE:
                return True
        # The supervisor is stuck. The kernel kills the run with it.
        self._kill()
        return False

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            if self._process is not None:
                signal.pidfd_send_signal(self._process, signal.SIGKILL)


def _pipe() -> tuple[io.FileIO, io.FileIO]:
    """The two ends of a pipe, to read and to write."""
    out, into = os.pipe()
    return io.FileIO(out, "rb"), io.FileIO(into, "wb")


class _Slot:
    """The place of one exercise's server. It has its own lock, so that servers start side by side."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.server: Server | None = None

    def drop(self, server: Server) -> None:
        """Forget a server that does not answer, unless somebody else has replaced it already."""
        with self.lock:
            if self.server is server:
                self.server = None
        server.close()


class WarmRuns:
    """The servers, started when they are first needed, and again when one was lost. Thread-safe."""

    def __init__(self, *, require_isolation: bool = False) -> None:
        self._required = require_isolation
        # Numbers come back long after the run that had them has ended.
        self._uids = itertools.cycle(random.sample(means.UIDS, len(means.UIDS)))
        self._lock = threading.Lock()
        self._warm: WarmServer | None = None
        self._slots: dict[Plan, _Slot] = {}
        self._closed = False

    def start(self, plan: Plan, answer: HandedIn, database: str = "") -> WarmRun:
        """Start a run. ``database`` is the name of a folder in ``plan.sockets``.

        Raises:
            GraderFault: a server does not start, the checks do not collect, or all has been closed.
            Misuse: a sandbox is required, and there is none here.
        """
        with self._lock:
            if self._closed:
                raise GraderFault("these workers are closed")
            slot = self._slots.setdefault(plan, _Slot())
        gone = None
        for _ in range(_ATTEMPTS):
            try:
                return self._start(slot, plan, answer, database)
            except ServerGone as error:
                gone = error
        raise GraderFault(f"the server for {plan.exercise} does not work: {gone}") from gone

    def close(self) -> None:
        """End all servers."""
        with self._lock:
            self._closed = True
            for slot in self._slots.values():
                if slot.server:
                    slot.server.close()
            if self._warm:
                self._warm.close()

    def _start(self, slot: _Slot, plan: Plan, answer: HandedIn, database: str) -> WarmRun:
        server = self._server(slot, plan)
        try:
            return WarmRun(server, answer, next(self._uids), database)
        except ServerGone:
            slot.drop(server)
            raise

    def _server(self, slot: _Slot, plan: Plan) -> Server:
        with slot.lock:
            if slot.server is None:
                warm = self._warm_server()
                try:
                    slot.server = warm.exercise(plan)
                except ServerGone:
                    self._drop(warm)
                    raise
            return slot.server

    def _warm_server(self) -> WarmServer:
        with self._lock:
            if self._warm is None:
                self._warm = _first_that_works(required=self._required)
            return self._warm

    def _drop(self, warm: WarmServer) -> None:
        with self._lock:
            if self._warm is warm:
                self._warm = None
        warm.close()


def _first_that_works(*, required: bool) -> WarmServer:
    """A warm server, held by the best means there are."""
    reasons: list[str] = []
    for each in means.means():
        if required and not each.sandboxed:
            break
        warm = WarmServer(each, "; ".join(reasons))
        try:
            reason = warm.await_ready().get("refused")
            if reason is None:
                return warm
        except ServerGone as gone:
            # What the servers are wrapped in can fail by itself; without it they can still be good.
            if not each.prefix:
                warm.close()
                raise
            reason = str(gone).splitlines()[-1]
        except BaseException:
            warm.close()
            raise
        warm.close()
        reasons.append(f"{each.name}: {reason}")
    raise means.required("; ".join(reasons) or "no means is to be tried")
