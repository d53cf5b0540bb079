"""Both pipes of a run, read as they fill, by the thread that follows the run: a flood is seen while it runs."""

from __future__ import annotations

import io
import math
import os
import select
import sys
import time
from collections import deque
from collections.abc import Sequence

from grader.worker.lines import Damaged, Line, Reader

_CHUNK = 1 << 16
_TAIL = 4000


class Silent(Exception):
    """No line came in time."""


class Flood(Exception):
    """More was printed than a run may print."""


class Closed(Exception):
    """The report is at its end."""


class Feed:
    """What comes out of a run.

    ``limit``: how many bytes the run may print. What it prints is counted and dropped but for the last few
    thousand characters, which explain a failure of ours.
    """

    def __init__(self, report: io.FileIO, output: io.FileIO, key: bytes, limit: int) -> None:
        self._report = report
        self._open = [report, output]
        self._limit = limit
        self._reader = Reader(key)
        self._lines: deque[Line] = deque()
        self._end: Exception | None = None
        self._printed = 0
        self._tail = b""

    def line(self, until: float) -> Line:
        """The next line of the report; ``until`` in seconds of ``time.monotonic``.

        Raises:
            Silent: none came in time.
            Flood: the run printed too much.
            Damaged: what came is not a genuine line.
            Closed: none will come.
        """
        while not self._lines:
            if self._end:
                raise self._end
            if not self._read(until):
                raise Silent
        return self._lines.popleft()

    def finish(self, seconds: float) -> bool:
        """After the run was ended: read what is left. False if somebody still holds a pipe after so many seconds."""
        until = time.monotonic() + seconds
        while self._open and time.monotonic() < until:
            self._read(until)
        gone = not self._open
        while self._open:
            self._open.pop().close()
        return gone

    @property
    def flooded(self) -> bool:
        """Whether more was printed than a run may print."""
        return self._printed > self._limit

    @property
    def printed(self) -> str:
        """The end of what was printed."""
        return self._tail.decode("utf-8", "replace").strip()

    def _read(self, until: float) -> bool:
        """Take what has come; wait for it if there is nothing. False: nothing came in time."""
        ready = _await(self._open, max(0.0, until - time.monotonic()))
        for pipe in ready:
            data = os.read(pipe.fileno(), _CHUNK)
            if pipe is self._report:
                self._take_report(data)
            else:
                self._take_output(data)
            if not data:
                self._open.remove(pipe)
                pipe.close()
        return bool(ready)

    def _take_report(self, data: bytes) -> None:
        if self._end:
            return
        try:
            self._lines.extend(self._reader.feed(data))
        except Damaged as damage:
            self._end = damage
        else:
            self._end = None if data else Closed()

    def _take_output(self, data: bytes) -> None:
        self._printed += len(data)
        self._tail = (self._tail + data)[-_TAIL:]
        if self.flooded and not self._end:
            self._end = Flood()


if sys.platform == "win32":
    import _winapi
    import msvcrt

    def _await(pipes: Sequence[io.FileIO], seconds: float) -> list[io.FileIO]:
        """Likewise. There nothing waits for a pipe, so each is looked at again and again."""
        until = time.monotonic() + seconds
        while not (ready := [pipe for pipe in pipes if _has_something(pipe)]) and time.monotonic() < until:
            time.sleep(0.005)
        return ready

    def _has_something(pipe: io.FileIO) -> bool:
        try:
            return bool(_winapi.PeekNamedPipe(msvcrt.get_osfhandle(pipe.fileno()), 0)[0])
        except OSError:
            return True  # The other end is closed.

else:

    def _await(pipes: Sequence[io.FileIO], seconds: float) -> list[io.FileIO]:
        """Those pipes from which something can be read, its end included; none if nothing comes in time."""
        poll = select.poll()
        for pipe in pipes:
            poll.register(pipe, select.POLLIN)
        ready = {descriptor for descriptor, _ in poll.poll(math.ceil(seconds * 1000))}
        return [pipe for pipe in pipes if pipe.fileno() in ready]
