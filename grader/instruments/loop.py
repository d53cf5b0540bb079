"""The event loops of a check: one on the simulated clock, one on the real clock.

Both are selector loops whose selector asks the loop how to wait. The simulated one follows the rule of ``clock.py``:

1. Something is ready: no time passes.
2. Something outside the loop may still wake it (an executor job, a thread that was not there before the check, a
   socket, pipe or child process): wait in real time, and let the clock follow.
3. A database driver is busy: wait in real time while the clock stands still, so that a query takes no simulated time.
4. Otherwise: jump to the next timer; if there is none, nobody can ever wake the loop: ``Deadlock``.

What is outside is asked *before* the poll, so a wake-up that comes in between is seen by the poll. Idle worker threads
of known executors, idle connections of known drivers, and threads older than the check count as quiet.

Private parts of asyncio it relies on, each with a test on every supported Python: ``_scheduled``, ``_ready``,
``_transports``, ``_default_executor`` of the selector loop, the argument ``selector`` of its constructor.
"""

from __future__ import annotations

import asyncio
import random
import selectors
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from grader.instruments import clock as clocks
from grader.instruments import leaks
from grader.instruments.clock import Clock, RealClock, real_now
from grader.instruments.interleaving import shuffle
from grader.instruments.waiting import Deadlock, who_waits
from grader.instruments.watchdog import watchdog

DRIVERS = frozenset({"aiosqlite", "asyncpg"})
"""Libraries whose queries are seen one by one, so that their idle threads and sockets do not hold the clock."""

_DIALECTS = "sqlalchemy.dialects."
"""Adapters in SQLAlchemy hand some work to a driver's thread by themselves, and make the future for it."""

_Ready = list[tuple[selectors.SelectorKey, int]]
_Poll = Callable[[float | None], _Ready]


class _Selector(selectors.DefaultSelector):
    """Leaves the waiting to its loop."""

    loop: _CheckLoop | None = None

    def select(self, timeout: float | None = None) -> _Ready:
        poll = super().select
        return poll(timeout) if self.loop is None else self.loop.poll(poll, timeout)


class _CheckLoop(asyncio.SelectorEventLoop):
    """What both loops share: steps are watched for blocking, and lost exceptions are written down."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        selector = _Selector()
        super().__init__(selector)
        self._selector: _Selector = selector
        self._own_fds = set(selector.get_map())
        self._leaks = leaks.current()
        self._waiting = False
        self._interruption: BaseException | None = None
        self.chance: random.Random | None = None
        """Decides the order of ready tasks, where a check wants more than one."""
        selector.loop = self
        _loops.add(self)

    def poll(self, poll: _Poll, timeout: float | None) -> _Ready:
        """One wait of the loop. Between two waits lies one step, which the watchdog times."""
        watchdog.step_ended(self.clock)
        if self._interruption is not None:
            error, self._interruption = self._interruption, None
            raise error
        if self.chance is not None:
            shuffle(self._ready, self.chance)  # type: ignore[attr-defined]
        self._waiting = True
        try:
            return self._wait(poll, timeout)
        finally:
            self._waiting = False
            watchdog.step_begins()

    def run_forever(self) -> None:
        """As usual; what its thread does afterwards is no step of a loop."""
        try:
            super().run_forever()
        finally:
            watchdog.step_ended(self.clock)

    def interrupt(self, error: BaseException) -> bool:
        """Raise an error at the loop's next wait, if it is at work between two tasks just now.

        Raised right there, from a signal handler, it could lose a step that the loop has taken up and not yet run.
        """
        if self._waiting or asyncio.current_task(self) is not None:
            return False
        self._interruption = error
        return True

    def _wait(self, poll: _Poll, timeout: float | None) -> _Ready:
        return poll(timeout)

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        """An exception that nobody saw is a leak of the check, not a line in a log."""
        if self._leaks is None:
            super().default_exception_handler(context)
        else:
            self._leaks.note(context)


class RealLoop(_CheckLoop):
    """An ordinary loop on the real clock."""


class SimulatedLoop(_CheckLoop):
    """A loop on a simulated clock."""

    def __init__(self, clock: Clock) -> None:
        # Weak: a future that only its task knows must be able to vanish with it.
        self._jobs: weakref.WeakSet[asyncio.Future[Any]] = weakref.WeakSet()
        self._queries: weakref.WeakSet[asyncio.Future[Any]] = weakref.WeakSet()
        self._pool_threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        super().__init__(clock)

    def time(self) -> float:
        """Seconds of the simulated clock."""
        return self.clock.now

    def create_future(self) -> asyncio.Future[Any]:
        """A future; those that a database driver makes are queries in flight."""
        future = super().create_future()
        module = sys._getframe(1).f_globals.get("__name__")
        if _package(module) in DRIVERS or str(module).startswith(_DIALECTS):
            self._queries.add(future)
            future.add_done_callback(self._queries.discard)
        return future

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Any, *args: Any
    ) -> asyncio.Future[Any]:
        """As usual; the job counts as outside until it is done."""
        future = super().run_in_executor(executor, func, *args)
        self._jobs.add(future)
        future.add_done_callback(self._jobs.discard)
        pool = executor if executor is not None else self._default_executor  # type: ignore[attr-defined]
        self._pool_threads.update(getattr(pool, "_threads", None) or ())
        return future

    def _wait(self, poll: _Poll, timeout: float | None) -> _Ready:
        clock = self.clock
        if timeout == 0:
            ready = poll(0)
            clock.spin(idle=not ready)
            return ready
        clock.settle()
        outside, querying = self._outside_can_wake(), bool(self._queries)
        ready = poll(0)
        if ready or self._ready:  # type: ignore[attr-defined]
            return ready
        if outside:
            return self._follow(poll, timeout)
        if querying:
            return poll(None)
        if not self._scheduled:  # type: ignore[attr-defined]
            raise Deadlock(who_waits(self))
        clock.jump(self._scheduled[0].when(), self._clock_resolution)  # type: ignore[attr-defined]
        return ready

    def _follow(self, poll: _Poll, timeout: float | None) -> _Ready:
        began = real_now()
        ready = poll(timeout)
        waited = real_now() - began
        # The selector may wake a little early at its time-out; the timer it waited for is due all the same.
        timed_out = not ready and timeout is not None and waited > timeout - 0.02
        self.clock.follow(max(waited, timeout) if timed_out and timeout is not None else waited)
        return ready

    def _outside_can_wake(self) -> bool:
        return bool(self._jobs) or self._a_descriptor_can() or any(map(self._can_wake, threading.enumerate()))

    def _a_descriptor_can(self) -> bool:
        for fd in self._selector.get_map().keys() - self._own_fds:
            transport = self._transports.get(fd)  # type: ignore[attr-defined]
            if transport is None or not _is_drivers(type(transport.get_protocol())):
                return True
        return False

    def _can_wake(self, thread: threading.Thread) -> bool:
        if thread in self.clock.threads_before or thread in self._pool_threads or thread is watchdog.thread:
            return False
        if thread.ident == self.clock.thread or _is_drivers(getattr(thread, "_target", None)):
            return False
        # The plumbing of an idle ProcessPoolExecutor.
        return type(thread).__name__ != "_ExecutorManagerThread" and not thread.name.startswith("QueueFeeder")


def _package(module: object) -> str:
    return module.partition(".")[0] if isinstance(module, str) else ""


def _is_drivers(thing: object) -> bool:
    return _package(getattr(thing, "__module__", None)) in DRIVERS


_loops: weakref.WeakSet[_CheckLoop] = weakref.WeakSet()


def loops_of(clock: Clock) -> list[_CheckLoop]:
    """The loops, still alive, that were made for a check."""
    return [loop for loop in _loops if loop.clock is clock]


def new_loop(clock: Clock) -> asyncio.AbstractEventLoop:
    """A loop for a check's clock; on a thread that is not the check's, an ordinary one."""
    if not clock.simulated:
        return RealLoop(clock)
    return SimulatedLoop(clock) if clocks.current() is clock else asyncio.SelectorEventLoop()


@contextmanager
def in_force(clock: Clock) -> Iterator[Clock]:
    """Within it the clock rules this thread, ``asyncio.run`` makes its loops, and loops of others are followed."""
    events = asyncio.events
    original, run_forever = events.new_event_loop, asyncio.BaseEventLoop.run_forever

    def make() -> asyncio.AbstractEventLoop:
        return new_loop(clock) if threading.get_ident() == clock.thread else original()

    def run(loop: asyncio.BaseEventLoop) -> None:
        foreign = not isinstance(loop, _CheckLoop) and threading.get_ident() == clock.thread
        began = real_now()
        try:
            run_forever(loop)
        finally:
            if foreign:
                clock.follow(real_now() - began)

    with clocks.use(clock):
        events.new_event_loop = asyncio.new_event_loop = make
        asyncio.BaseEventLoop.run_forever = run  # type: ignore[method-assign, assignment]
        try:
            yield clock
        finally:
            events.new_event_loop = asyncio.new_event_loop = original
            asyncio.BaseEventLoop.run_forever = run_forever  # type: ignore[method-assign]


def interrupt(error: BaseException) -> bool:
    """Let the loop that runs on this thread raise an error when it is safe; False: it is safe here and now."""
    loop = asyncio._get_running_loop()
    return isinstance(loop, _CheckLoop) and loop.interrupt(error)


@contextmanager
def simulate() -> Iterator[Clock]:
    """Simulated time for a piece of code outside any check, such as a lesson's snippet."""
    clocks.install()
    with in_force(Clock()) as clock:
        yield clock


__all__ = [
    "Deadlock",
    "RealClock",
    "RealLoop",
    "SimulatedLoop",
    "in_force",
    "loops_of",
    "new_loop",
    "simulate",
]
