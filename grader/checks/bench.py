"""The bench: the instruments laid out for one check."""

from __future__ import annotations

import asyncio
import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from grader.checks.limit import TimeLimit
from grader.instruments import evidence, leaks
from grader.instruments.chances import Chances
from grader.instruments.clock import Clock, RealClock, real_now
from grader.instruments.heartbeat import Heartbeat
from grader.instruments.interleaving import Interleavings
from grader.instruments.loop import in_force, loops_of, new_loop
from grader.instruments.timeline import Timeline
from grader.instruments.waiting import Waiting, who_waits
from grader.instruments.watchdog import watchdog

if TYPE_CHECKING:
    from grader.instruments.sql import Sql


class Bench:
    """All instruments of one check, on one clock."""

    def __init__(self, clock: Clock, seed: int | None = None) -> None:
        self.clock = clock
        self.timeline = Timeline(clock)
        self.heartbeat = Heartbeat(clock)
        self.interleavings = Interleavings(seed)
        self.chances = Chances(seed)
        self.evidence = evidence.Evidence()
        self.leaks = leaks.Leaks()
        self.sql: Sql | None = None
        self.left_behind: list[str] = []
        self.limit: TimeLimit | None = None
        self.stuck: list[Waiting] = []
        self.real_seconds = 0.0
        self.elapsed = 0.0
        self._began = 0.0
        self._ended = False

    def begin(self) -> None:
        """The check's own function starts."""
        self.clock.start()
        self.leaks.begin(loops_of(self.clock))
        self._began = real_now()

    def stop(self) -> None:
        """The check's own function ended, one way or another. Only the first time counts."""
        if not self._ended:
            self._ended = True
            self.real_seconds = real_now() - self._began
            self.elapsed = float(self.clock.elapsed)
            self.timeline.end()

    def look_around(self) -> None:
        """See what was left behind."""
        self.stop()
        self.leaks.end(loops_of(self.clock))
        self.left_behind = self.leaks.sentences() + (self.sql.sentences() if self.sql else [])

    def too_long(self, limit: TimeLimit) -> None:
        """The check's time is up: note who waits where, while they still do."""
        self.limit = limit
        self.stuck = [waiting for loop in loops_of(self.clock) for waiting in who_waits(loop)]

    def pictures(self) -> list[str]:
        """What ran when, what was sent to a database, and what the check has drawn itself, as text."""
        return [*self.timeline.picture(), *(self.sql.picture() if self.sql else []), *self.evidence.pictures]

    @property
    def virtual_seconds(self) -> float | None:
        """How long the check took on its clock, if that was simulated time alone."""
        return self.elapsed if self.clock.simulated and not self.clock.followed else None


_bench: Bench | None = None


@contextmanager
def set_up(*, real: bool, seed: int | None = None) -> Iterator[Bench]:
    """A bench for one check; ``real``: on the real clock; ``seed``: the one order of tasks to try."""
    global _bench
    with ExitStack() as stack:
        bench = Bench(RealClock() if real else Clock(), seed)
        bench.evidence = stack.enter_context(evidence.collect())
        bench.leaks = stack.enter_context(leaks.watch())
        stack.enter_context(in_force(bench.clock))
        stack.enter_context(watchdog.watch())
        if "sqlalchemy" in sys.modules:
            from grader.instruments.sql import in_force as sql_in_force

            bench.sql = stack.enter_context(sql_in_force())
        before, _bench = _bench, bench
        try:
            yield bench
        finally:
            _bench = before


def until_it_ends(function: Callable[..., Any]) -> Callable[..., Any]:
    """An async check that stops the instruments at its very end, before its loop goes round once more."""

    @functools.wraps(function)
    async def check(*args: Any, **kwargs: Any) -> Any:
        bench = _bench
        try:
            return await function(*args, **kwargs)
        finally:
            if bench is not None:
                bench.stop()

    return check


def make_loop() -> asyncio.AbstractEventLoop:
    """The loop factory of the checks."""
    return new_loop(_bench.clock) if _bench is not None else asyncio.new_event_loop()
