"""The worker of the checks of exercise 22. It lies in a module of its own, so that child processes can import it.

Each call leaves a note in a folder: who counts which range, and that it is done. On request a call stays busy until
something has happened that a right answer brings about. So the checks do not depend on the speed of the machine.
"""

import json
import multiprocessing
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from uuid import uuid4

_LOOK_EVERY = 0.02


class UpsideDown(ValueError):
    """A range that ends before it begins."""


@dataclass(frozen=True)
class Call:
    """One call of the counter, as its notes tell. ``worker`` is whoever can compute on its own: see ``_me``."""

    id: str
    range: tuple[int, int]
    worker: tuple[int, ...]
    process: int
    thread: int
    thread_name: str
    ended: bool


@dataclass(frozen=True)
class PrimeCounter:
    """``counter(lo, hi)`` counts the primes from ``lo`` up to ``hi``, ``hi`` itself not included.

    Args:
        folder: where the notes go.
        stay: until when a call stays busy, a word or two: "company" (two workers have been busy at once), "turn" (the
            event loop of the check has answered the call with ``answer_calls``), "others" (so many calls as
            ``others`` have ended; only the call for the range that begins at 0 waits for them).
        others: see ``stay``.
        patience: so many seconds a call waits at most. When one has given up, later calls wait 0.7 seconds.
        farewell: so many seconds a child process takes to end, once it is told to.
    """

    folder: str
    stay: str = ""
    others: int = 0
    patience: float = 3.0
    farewell: float = 0.0

    def __call__(self, lo: int, hi: int) -> int:
        """Count one range, and leave notes about it."""
        call = uuid4().hex
        if self.farewell and multiprocessing.parent_process():
            _end_slowly(self.farewell)
        self._write(f"{call}.began", _me((lo, hi)))
        try:
            if lo > hi:
                raise UpsideDown(f"the range from {lo} to {hi} ends before it begins")
            counted = sum(map(_is_prime, range(lo, hi)))
            self._stay_busy(call, lo)
            return counted
        finally:
            self._write(f"{call}.ended")

    @property
    def calls(self) -> list[Call]:
        """The calls so far, in any order."""
        names = self._names()
        begun = [name.removesuffix(".began") for name in names if name.endswith(".began")]
        return [self._call(call, f"{call}.ended" in names) for call in begun]

    @property
    def ranges(self) -> Counter[tuple[int, int]]:
        """How often each range was counted to its end."""
        return Counter(call.range for call in self.calls if call.ended)

    @property
    def had_company(self) -> bool:
        """Whether two workers were busy at the same time."""
        return "company" in self._names()

    @property
    def gave_up(self) -> bool:
        """Whether a call waited in vain for what it should stay for."""
        return "gave up" in self._names()

    def answer_calls(self) -> None:
        """The event loop has a turn: tell all calls that are waiting for it."""
        names = self._names()
        for call in (name.removesuffix(".began") for name in names if name.endswith(".began")):
            if not {f"{call}.turn", f"{call}.ended"} & names:
                self._write(f"{call}.turn")

    def had_turn(self, call: Call) -> bool:
        """Whether the event loop had a turn while this range was being counted."""
        return f"{call.id}.turn" in self._names()

    def _stay_busy(self, call: str, lo: int) -> None:
        awaited = [what for what in self.stay.split() if what != "others" or lo == 0]
        until = time.monotonic() + (0.7 if self.gave_up else self.patience)
        while not all(self._has_come(what, call) for what in awaited):
            if time.monotonic() > until:
                self._write("gave up")
                break
            time.sleep(_LOOK_EVERY)
        if "others" in awaited:
            # Whoever counted the others still has to send their counts.
            time.sleep(0.5)

    def _has_come(self, what: str, call: str) -> bool:
        if what == "turn":
            return f"{call}.turn" in self._names()
        if what == "others":
            return sum(self.ranges.values()) >= self.others
        if len({other.worker for other in self.calls if not other.ended}) > 1:
            self._write("company")
        return self.had_company

    def _names(self) -> set[str]:
        return set(os.listdir(self.folder))

    def _call(self, call: str, ended: bool) -> Call:
        note = json.loads((Path(self.folder) / f"{call}.began").read_text("utf-8"))
        return Call(
            call,
            (note["lo"], note["hi"]),
            tuple(note["worker"]),
            note["process"],
            note["thread"],
            note["thread_name"],
            ended,
        )

    def _write(self, name: str, note: dict[str, object] | None = None) -> None:
        # Under its name only when it is complete: others are reading.
        draft = Path(self.folder) / f"{uuid4().hex}.draft"
        draft.write_text(json.dumps(note), "utf-8")
        draft.replace(Path(self.folder) / name)


@cache
def _end_slowly(seconds: float) -> None:
    """From now on this process takes so long to end. Once is enough, however many calls it makes."""
    Finalize(None, time.sleep, (seconds,), exitpriority=1)


def _me(counted: tuple[int, int]) -> dict[str, object]:
    """Who is counting. Threads of one interpreter are one worker, unless they run without the GIL."""
    thread = threading.current_thread()
    worker = [os.getpid(), _interpreter()]
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        worker.append(threading.get_ident())
    return {
        "lo": counted[0],
        "hi": counted[1],
        "worker": worker,
        "process": os.getpid(),
        "thread": threading.get_ident(),
        "thread_name": thread.name,
    }


def _interpreter() -> int:
    """The number of this interpreter within its process. Pools of interpreters came with Python 3.14."""
    try:
        import _interpreters
    except ImportError:
        return 0
    return int(_interpreters.get_current()[0])


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))
