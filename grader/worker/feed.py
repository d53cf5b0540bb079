"""Both pipes of a run, read as they fill, by threads: no platform lacks those, and a flood is seen while it runs."""

from __future__ import annotations

import io
import queue
import threading
import time

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
        self._limit = limit
        self._reader = Reader(key)
        self._events: queue.SimpleQueue[Line | Exception] = queue.SimpleQueue()
        self._tail = b""
        self.flooded = False
        self._threads = [
            threading.Thread(target=target, args=(pipe,), daemon=True)
            for target, pipe in ((self._read_report, report), (self._read_output, output))
        ]
        for thread in self._threads:
            thread.start()

    def line(self, until: float) -> Line:
        """The next line of the report; ``until`` in seconds of ``time.monotonic``.

        Raises:
            Silent: none came in time.
            Flood: the run printed too much.
            Damaged: what came is not a genuine line.
            Closed: none will come.
        """
        try:
            event = self._events.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise Silent from None
        if isinstance(event, Exception):
            raise event
        return event

    def finish(self, seconds: float) -> bool:
        """After the run was ended: read what is left. False if somebody still holds a pipe after so many seconds."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def printed(self) -> str:
        """The end of what was printed."""
        return self._tail.decode("utf-8", "replace").strip()

    def _read_report(self, pipe: io.FileIO) -> None:
        try:
            with pipe:
                while chunk := pipe.read(_CHUNK):
                    for line in self._reader.feed(chunk):
                        self._events.put(line)
        except Damaged as damage:
            self._events.put(damage)
        self._events.put(Closed())

    def _read_output(self, pipe: io.FileIO) -> None:
        printed = 0
        with pipe:
            while chunk := pipe.read(_CHUNK):
                printed += len(chunk)
                self._tail = (self._tail + chunk)[-_TAIL:]
                if printed > self._limit and not self.flooded:
                    self.flooded = True
                    self._events.put(Flood())
