"""The parent's end of the servers that fork. Linux only.

The warm server is a process of its own; it forks an exercise server for each plan. Each is spoken to over a socket of
its own, and ends when that is closed, so nothing is left when this process dies.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import IO

from grader.errors import GraderFault
from grader.worker import wire
from grader.worker.launch import command, environment
from grader.worker.plan import Plan
from grader.worker.sandbox.means import Means

START_SECONDS = 60.0
"""How long a server may take to start or to answer, in real seconds."""

_STOP_SECONDS = 5.0
_LAST_WORDS = 4000


class ServerGone(Exception):
    """A server does not answer. The text is what it wrote last."""


class Server:
    """One server. Requests go out one at a time, and each is answered. Thread-safe.

    ``isolation`` says what holds the runs, once it is ready.
    """

    def __init__(self, control: socket.socket, log: IO[bytes], isolation: str = "") -> None:
        self._control, self._log = control, log
        self.isolation = isolation
        self._lock = threading.Lock()
        control.settimeout(START_SECONDS)

    def await_ready(self) -> wire.Message:
        """Wait until it has started; returns what it says then.

        Raises:
            GraderFault: it says that it cannot do its work.
            ServerGone: it does not answer.
        """
        message, _ = self._receive()
        if "fault" in message:
            raise GraderFault(message["fault"])
        return message

    def fork(self, message: wire.Message, descriptors: list[int]) -> int | None:
        """Have it fork a process that gets these descriptors.

        Returns a descriptor of the process (pidfd), which is the caller's to close, or None if it has ended already.

        Raises:
            ServerGone: it does not answer.
        """
        with self._lock:
            try:
                wire.send(self._control, message, descriptors)
            except OSError as error:
                raise ServerGone(self._last_words()) from error
            _, process = self._receive(most=1)
            return process[0] if process else None

    def close(self) -> None:
        """End it, and wait until it has ended."""
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
            self._control.settimeout(_STOP_SECONDS)
            self._control.recv(1)
        self._control.close()

    def _receive(self, most: int = 0) -> tuple[wire.Message, list[int]]:
        try:
            received = wire.receive(self._control, most)
        except OSError as error:
            raise ServerGone(f"it did not answer within {START_SECONDS:g} s") from error
        if received is None:
            raise ServerGone(self._last_words())
        return received

    def _last_words(self) -> str:
        size = os.fstat(self._log.fileno()).st_size
        text = os.pread(self._log.fileno(), _LAST_WORDS, max(0, size - _LAST_WORDS))
        return text.decode("utf-8", "replace").strip() or "it ended without a word"


class WarmServer(Server):
    """The process that has everything imported. Its exercise servers share its log."""

    def __init__(self, means: Means, refused: str) -> None:
        """Start it, with a sandbox made by these means. ``refused``: why better ones were not to be had.

        Raises:
            OSError: the operating system does not let us.
        """
        ours, theirs = socket.socketpair()
        module = "grader.worker.sandbox.start" if means.sandboxed else "grader.worker.server"
        with theirs:
            self._process = subprocess.Popen(
                [*means.prefix, *command(module, str(theirs.fileno()))],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=(log := tempfile.TemporaryFile()),  # noqa: SIM115 - open as long as the server
                env=environment(),
                cwd=os.sep,
                # Ctrl-C in a terminal is for the parent alone.
                start_new_session=True,
            )
        super().__init__(ours, log)
        self._means, self._refused = means, refused

    def await_ready(self) -> wire.Message:
        """Likewise; what it says then has ``refused`` when there can be no sandbox."""
        message = super().await_ready()
        self.isolation = self._means.words(message.get("isolation", ""), self._refused)
        return message

    def exercise(self, plan: Plan) -> Server:
        """Fork a server for one exercise, and wait until it has collected the checks.

        Raises:
            GraderFault: they do not collect.
            ServerGone: the warm server, or the new one, does not answer.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            process = self.fork(plan.as_message(), [theirs.fileno()])
        if process is not None:
            os.close(process)
        server = Server(ours, self._log, self.isolation)
        try:
            server.await_ready()
        except Exception:
            server.close()
            raise
        return server

    def close(self) -> None:
        """End it, by force if need be."""
        super().close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its group, since it may be the child of what holds it.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._log.close()
