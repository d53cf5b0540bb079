"""Who blocked the loop without ``time.sleep``: a driver, a file, a lock, a long computation.

The loop tells when a step begins and ends. A step of 50 ms or more is looked at: it *blocked* when the thread gave the
processor away by itself (a voluntary context switch) and spent little processor time; it *computed* when it spent
50 ms of processor time. Else the machine was busy, and nobody is blamed. Linux only: elsewhere there are no
per-thread figures, and nothing is reported.

One daemon thread per process notes, while a step is long, at which line of the learner's file it stands. It sleeps
while no check runs. A step in which somebody stood at a breakpoint is never reported.
Measured blocking is reported, not charged to a simulated clock: it would make the clock depend on the machine.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.instruments.clock import Clock, real_now, real_sleep
from grader.instruments.places import Place, frames, learner_place

if sys.platform == "linux" or TYPE_CHECKING:
    import resource

    _WHO: int | None = resource.RUSAGE_THREAD
else:
    _WHO = None

LONG = 0.05
"""Seconds of the real clock after which a step is looked at."""
_PERIOD = 0.02
_DEBUGGERS = frozenset({"bdb", "pdb", "pydevd", "_pydevd_bundle", "debugpy"})


@dataclass(frozen=True)
class _Seen:
    """What was seen of one long step."""

    step: int = 0
    place: Place | None = None
    debugging: bool = False
    times: int = 0


class Watchdog:
    """Times the steps of the loop on one thread, the check's."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None
        self._active = threading.Event()
        self._watched = 0
        self._step = 0
        self._began = 0.0
        self._usage: tuple[float, int] = (0.0, 0)
        self._stopping = False
        self._in_step = False
        self._seen = _Seen()

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Within it, the loop on this thread is watched. Does nothing where it cannot measure."""
        if _WHO is None:
            yield
            return
        self._watched = threading.get_ident()
        self._in_step = False
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self._look, name="watchdog of the checks", daemon=True)
            self._active.set()
            self.thread.start()
        self._active.set()
        try:
            yield
        finally:
            self._active.clear()
            self._in_step = False

    def stop(self) -> None:
        """End the thread, for who is going to fork. The next ``watch`` starts another one."""
        if self.thread is not None:
            self._stopping = True
            self._active.set()
            self.thread.join()
            self.thread = None
            self._active.clear()
            self._stopping = False

    def step_begins(self) -> None:
        """The loop goes to run what is ready."""
        if not self._active.is_set() or threading.get_ident() != self._watched:
            return
        self._step += 1
        self._usage = _usage()
        self._began = real_now()
        self._in_step = True

    def step_ended(self, clock: Clock) -> None:
        """The loop goes to wait: a long step that blocked is added to ``clock.blocks``."""
        if not self._in_step or threading.get_ident() != self._watched:
            return
        took = real_now() - self._began
        self._in_step = False
        if took < LONG:
            return
        cpu, switches = (after - before for after, before in zip(_usage(), self._usage, strict=True))
        seen = self._seen if self._seen.step == self._step else _Seen()
        # A single look may be the cause: this thread then waits for the interpreter, which the other one holds.
        if seen.times < 2 or seen.debugging or sys.gettrace() is not None:
            return
        if cpu >= LONG:
            what = "a computation"
        elif took - cpu >= LONG and switches > 0:
            what = "a blocking call"
        else:
            return
        clock.blocked(what, clock.now, took, seen.place)

    def forget_step(self) -> None:
        """The step that runs now is never reported: in it, the check itself made the loop wait."""
        if threading.get_ident() == self._watched:
            self._in_step = False

    def _look(self) -> None:
        while True:
            self._active.wait()
            if self._stopping:
                return
            step = self._step
            real_sleep(_PERIOD)
            if not self._in_step or step != self._step:
                continue
            self._seen = self._look_at(step)

    def _look_at(self, step: int) -> _Seen:
        """A method of its own, so that no frame is kept until the next look, and no lost task with it."""
        seen = self._seen if self._seen.step == step else _Seen(step)
        frame = sys._current_frames().get(self._watched)
        debugging = any(_top(f.f_globals.get("__name__")) in _DEBUGGERS for f in frames(frame))
        place = learner_place(frame) or seen.place
        return _Seen(step, place, debugging or seen.debugging, seen.times + 1)


def _top(module: object) -> str:
    return module.partition(".")[0] if isinstance(module, str) else ""


def _usage() -> tuple[float, int]:
    """Processor seconds and voluntary context switches of this thread so far."""
    assert _WHO is not None
    usage = resource.getrusage(_WHO)
    return usage.ru_utime + usage.ru_stime, usage.ru_nvcsw


watchdog = Watchdog()
