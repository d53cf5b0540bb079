"""The clock of a check: simulated by default, and never wrong.

The rule: the clock **jumps** to the next timer only when nothing outside the event loop can wake it. Otherwise the
loop waits in real time and the clock follows. Where the rule cannot tell, the check is slow, never wrong. The rule
itself lives in ``loop.py``; this module holds the clock and makes the ``time`` module follow it.

Who sees which time, exactly:

- ``time.sleep``, ``time``, ``monotonic``, ``perf_counter`` (and ``_ns``) follow the simulated clock on the thread of
  the check, while one of our loops or no loop runs there. So ``time.sleep(1)`` costs one simulated second, and is
  charged to its line when it stops a loop.
- On every other thread, and while a loop that the learner made with a factory of his own runs, they are the
  originals: a real loop under a clock that stands still would wait for ever. The clock follows the real time that
  such a loop took.
- Standard library modules that wait in real time (``threading``, ``queue``, ``concurrent.futures``...) always read
  the original clocks, for the same reason.
- A forked child lives in real time.
- ``datetime.now()`` and CPU work do not follow; the lessons say so.

The functions of ``time`` are replaced once per process by ``install()``, before any module of a learner can say
``from time import sleep``, and are plain pass-throughs whenever no clock is in force.
"""

from __future__ import annotations

import asyncio
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any

from grader.instruments.evidence import Seconds
from grader.instruments.places import Place, learner_place

READERS = ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns")
_ORIGINAL: dict[str, Callable[[], Any]] = {name: getattr(time, name) for name in READERS}
real_sleep = time.sleep
real_now: Callable[[], float] = time.perf_counter
"""Seconds of the real clock, whatever is in force."""

# Modules of the standard library that compare clock readings around a wait in real time.
_REAL_TIME_WAITERS = frozenset(
    {
        "asyncio.base_events",
        "concurrent.futures._base",
        "concurrent.futures.process",
        "concurrent.futures.thread",
        "multiprocessing.connection",
        "multiprocessing.managers",
        "multiprocessing.pool",
        "multiprocessing.queues",
        "multiprocessing.synchronize",
        "queue",
        "selectors",
        "socketserver",
        "subprocess",
        "threading",
    }
)


@dataclass(frozen=True)
class Block:
    """Something that held the event loop and let nobody else run.

    ``start`` and ``stop`` are seconds of the check's clock (equal when the simulated clock was not charged);
    ``seconds`` is how long it held the loop.
    """

    what: str
    start: float
    stop: float
    seconds: float
    task: int
    place: Place | None


class Clock:
    """A simulated clock, in seconds since it was made. It outlives loops, so it also measures ``asyncio.run``."""

    simulated = True
    TOLERANCE = 1e-6
    """Seconds within which two durations on this clock are the same."""

    # A loop that reads the clock or spins on sleep(0) until a time has come would never see it come:
    # after this many free rounds in a row, each one costs a little.
    FREE_READS, READ_COST = 1000, 1e-5
    FREE_SPINS, SPIN_COST = 1000, 1e-4
    MOST_BLOCKS = 1000
    """How many blocks are written down one by one; the last one stands for all that follow."""

    def __init__(self) -> None:
        self.now = 0.0
        self.followed = 0.0
        """Seconds during which the clock followed real time. More than 0: not on simulated time alone."""
        self.thread = threading.get_ident()
        self.threads_before = frozenset(threading.enumerate())
        self.blocks: list[Block] = []
        self._base: dict[str, float] = {name: read() for name, read in _ORIGINAL.items()}
        self._reads = 0
        self._spins = 0
        self._mark = 0.0

    def start(self) -> None:
        """``elapsed`` counts from here."""
        self._mark = self.now

    @property
    def elapsed(self) -> Seconds:
        """Seconds since the check began."""
        return Seconds(self.now - self._mark, self.TOLERANCE)

    @property
    def mark(self) -> float:
        """When the check began."""
        return self._mark

    @property
    def certain_blocks(self) -> list[Block]:
        """The blocks that come in every run: what was only measured may be the machine's doing, and is not charged."""
        return [block for block in self.blocks if block.stop > block.start]

    def advance(self, seconds: float) -> None:
        """Let time pass. Rounded to the nanosecond, so that ten waits of 0.1 make exactly 1."""
        self.now = round(self.now + seconds, 9)

    def jump(self, when: float, resolution: float = 0.0) -> None:
        """Go to a time, never back. With what resolution the loop calls a timer due: it must be due then."""
        due = round(when, 9)
        # Years away, the resolution is less than the last digit of a float.
        self.now = max(self.now, due if due + resolution > when else math.nextafter(when, math.inf))

    def follow(self, seconds: float) -> None:
        """Real time passed."""
        self.now += seconds
        self.followed += seconds

    def spin(self, idle: bool) -> None:
        """The loop went round without waiting; ``idle``: and nothing from outside was ready."""
        self._reads = 0
        self._spins = self._spins + 1 if idle else 0
        if self._spins > self.FREE_SPINS:
            self.advance(self.SPIN_COST)

    def settle(self) -> None:
        """The loop waits: reading and spinning are free again."""
        self._reads = self._spins = 0

    def read(self, name: str) -> float:
        """What ``time.NAME()`` gives."""
        self._reads += 1
        if self._reads > self.FREE_READS:
            self.now += self.READ_COST
        now = round(self.now * 1e9) if name.endswith("_ns") else self.now
        return self._base[name] + now

    def sleep(self, seconds: float, caller: FrameType) -> None:
        """What ``time.sleep`` does: time passes, and nothing else runs meanwhile."""
        start = self.now
        self.advance(seconds)
        if seconds > 0 and asyncio._get_running_loop() is not None:
            self.blocked("time.sleep", start, seconds, learner_place(caller) or Place.of(caller))

    def blocked(self, what: str, start: float, seconds: float, place: Place | None) -> None:
        """Something held the loop for ``seconds``, since ``start``."""
        loop = asyncio._get_running_loop()
        task = asyncio.current_task(loop) if loop is not None else None
        # The task's id, not the task: an instrument must not keep a lost task alive.
        if len(self.blocks) < self.MOST_BLOCKS:
            self.blocks.append(Block(what, start, self.now, seconds, id(task), place))
        else:
            # Somebody sleeps in an endless loop: the record must not grow with it.
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, stop=self.now, seconds=last.seconds + seconds)


class RealClock(Clock):
    """The same instrument on the real clock."""

    simulated = False
    TOLERANCE = 0.3

    @property
    def now(self) -> float:
        """Seconds of ``time.perf_counter``."""
        return real_now()

    @now.setter
    def now(self, _: float) -> None:
        """Real time passes by itself."""

    @property
    def certain_blocks(self) -> list[Block]:
        """All of them: on the real clock nothing is the same in every run."""
        return self.blocks


_clock: Clock | None = None


def current() -> Clock | None:
    """The simulated clock in force on this thread, or None."""
    if _clock is None or threading.get_ident() != _clock.thread:
        return None
    loop = asyncio._get_running_loop()
    return _clock if loop is None or getattr(loop, "clock", None) is _clock else None


@contextmanager
def use(clock: Clock) -> Iterator[Clock]:
    """Within it, a simulated clock rules this thread. A real clock changes nothing."""
    global _clock
    before, _clock = _clock, clock if clock.simulated else None
    try:
        yield clock
    finally:
        _clock = before


def _forget() -> None:
    global _clock
    _clock = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _reader(name: str) -> Callable[[], Any]:
    original = _ORIGINAL[name]

    def read() -> Any:
        if _clock is None or (clock := current()) is None:
            return original()
        if sys._getframe(1).f_globals.get("__name__") in _REAL_TIME_WAITERS:
            return original()
        return clock.read(name)

    return read


def _sleep(seconds: float, /) -> None:
    if _clock is None or (clock := current()) is None:
        return real_sleep(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if not math.isfinite(seconds):
        # The real one refuses them; the clock would never come back from there.
        return real_sleep(seconds)
    return clock.sleep(seconds, sys._getframe(1))


def install() -> None:
    """Make the ``time`` module follow whatever clock is in force. Once per process; again does nothing."""
    if time.sleep is not real_sleep:
        return
    for name, function in {"sleep": _sleep, **{name: _reader(name) for name in READERS}}.items():
        # Under its own name, so that it can still be pickled for a child process.
        function.__module__, function.__name__, function.__qualname__ = "time", name, name
        setattr(time, name, function)
