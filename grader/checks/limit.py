"""The time limit of a check, in real seconds: pytest-timeout's, with our words.

It is the friendly first line, raised inside the check. An answer that swallows it is ended by the worker's parent.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from pytest_timeout import is_debugging

from grader.instruments.loop import interrupt
from grader.instruments.places import Place, learner_place

AGAIN = 1.0
"""Seconds of the real clock between two alarms, once the time is up."""


class TimeLimit(BaseException):
    """Too long. Not an Exception, so that an ordinary ``except Exception`` does not eat it."""

    def __init__(self, seconds: float, place: Place | None) -> None:
        self.place = place
        """Where it happened to be: of use to a reader, and different in every run."""
        super().__init__(f"took longer than {seconds:g} s and was stopped")


def set_alarm(seconds: float, expired: Callable[[TimeLimit], None] = lambda _: None) -> Callable[[], None] | None:
    """Raise TimeLimit on this thread after so many real seconds; returns what calls it off.

    Returns None where that cannot be done: no SIGALRM, or not the main thread. Nobody is stopped in a debugger.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        return None

    rung = False

    def ring(_: int, frame: FrameType | None) -> None:
        nonlocal rung
        if is_debugging() or (rung and asyncio._get_running_loop() is None):
            return
        rung = True
        error = TimeLimit(seconds, learner_place(frame))
        expired(error)
        if not interrupt(error):
            raise error

    def cancel() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    before = signal.signal(signal.SIGALRM, ring)
    # Again and again, as long as a loop runs: when one task is stopped, the next one may block in its place.
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    return cancel


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimit inside the block after so many real seconds, where that can be done."""
    cancel = set_alarm(seconds)
    try:
        yield
    finally:
        if cancel is not None:
            cancel()
