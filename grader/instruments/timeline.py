"""Probes: the check's own coroutine functions, and the record of who called them and when.

A check hands probes to the answer and looks at the record afterwards. In flight is counted by the *order* of the open
and close events, never by time: a clock can be turned back, an order cannot. The record lives in closures, so a probe
shows nothing to the code that calls it.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from grader.instruments.clock import Clock
from grader.instruments.evidence import Count, describe, new_token, note
from grader.instruments.places import Place, learner_place, maker_of_this_task

TOKEN: Any = object()
"""Default of ``returns``: an unguessable text, which ``probe.tokens`` gives to the check."""

_async_sleep = asyncio.sleep
_PLAIN = (str, bytes, int, float, type(None))
_OUTCOMES = {"CancelledError": "cancelled", "GeneratorExit": "thrown away"}


@dataclass
class Call:
    """One call of a probe. Times are seconds of the check's clock since the check began.

    ``args`` holds texts, bytes and numbers as they were given, anything else in words.
    """

    name: str
    args: tuple[Any, ...]
    start: float
    opened: int
    place: Place | None
    task: int
    on_loop: bool
    outcome: str = "running"
    stop: float | None = None
    closed: int | None = None


class Timeline:
    """The fixture ``probe``: makes probes, and answers what they saw."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: list[Call] = []
        self._made: list[str] = []
        self._tokens: dict[str, str] = {}
        self._order = itertools.count()
        self._end: float | None = None

    def __call__(
        self, name: str, *, seconds: float = 1.0, returns: Any = TOKEN, raises: BaseException | None = None
    ) -> Callable[..., Awaitable[Any]]:
        """A coroutine function that waits ``seconds`` and then returns, or raises. It takes any arguments."""
        result = self._token(name) if returns is TOKEN else returns

        async def wait(*_: Any, **__: Any) -> Any:
            await _async_sleep(seconds)
            if raises is not None:
                raise raises
            return result

        return self.wrap(wait, name)

    def wrap(self, function: Callable[..., Awaitable[Any]], name: str | None = None) -> Callable[..., Awaitable[Any]]:
        """Record the calls of the check's own coroutine function."""
        title = name or function.__name__
        self._made.append(title)

        async def run(place: Place | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            record = self._open(title, args, place)
            try:
                result = await function(*args, **kwargs)
                record.outcome = "ok"
                return result
            except BaseException as error:
                record.outcome = _OUTCOMES.get(type(error).__name__, type(error).__name__)
                raise
            finally:
                self._close(record)

        run.__name__ = run.__qualname__ = title

        # A plain function that returns the coroutine: only here is the learner's line still on the stack.
        def step(*args: Any, **kwargs: Any) -> Awaitable[Any]:
            return run(learner_place(sys._getframe(1)) or maker_of_this_task(), args, kwargs)

        step.__name__ = step.__qualname__ = title
        if sys.version_info >= (3, 12):
            inspect.markcoroutinefunction(step)
        return step

    def blocking(self, name: str, *, seconds: float = 0.0, returns: Any = TOKEN) -> Callable[..., Any]:
        """A plain function that blocks its thread for ``seconds`` and returns, as an old library would."""
        import time

        result = self._token(name) if returns is TOKEN else returns
        self._made.append(name)

        def call(*args: Any, **_: Any) -> Any:
            record = self._open(name, args, learner_place(sys._getframe(1)))
            time.sleep(seconds)
            record.outcome = "ok"
            self._close(record)
            return result

        call.__name__ = call.__qualname__ = name
        return call

    def _token(self, name: str) -> str:
        return self._tokens.setdefault(name, new_token(name, f"the result of {name}"))

    def _open(self, name: str, args: tuple[Any, ...], place: Place | None) -> Call:
        loop = asyncio._get_running_loop()
        task = asyncio.current_task(loop) if loop is not None else None
        start = self._clock.now - self._clock.mark
        # An object could hold a future, and that its task: an instrument must not keep a lost task alive.
        plain = tuple(arg if isinstance(arg, _PLAIN) else describe(arg) for arg in args)
        call = Call(name, plain, start, next(self._order), place, id(task), loop is not None)
        if self._end is None:
            self._calls.append(call)
        return call

    def _close(self, call: Call) -> None:
        if self._end is not None:
            return
        call.stop = self._clock.now - self._clock.mark
        call.closed = next(self._order)

    def end(self) -> None:
        """The check's function ended: what happens while its loop is taken down is not recorded."""
        if self._end is None:
            self._end = self._clock.now - self._clock.mark

    def tokens(self, *names: str) -> list[str]:
        """The results of these probes, in this order."""
        return [self._tokens[name] for name in names]

    @property
    def calls(self) -> Sequence[Call]:
        """All calls, in the order in which they started."""
        return tuple(self._calls)

    @property
    def names(self) -> list[str]:
        """The names of the probes called, in the order in which the calls started."""
        return [call.name for call in self._calls]

    @property
    def max_in_flight(self) -> Count:
        """How many calls were open at once, at most."""
        return Count(self._most_at_once(self._calls), "at once")

    @property
    def pace(self) -> str:
        """How the calls ran, as the beginning of a sentence."""
        most, of = self._most_at_once(self._calls), len(self._calls)
        if not of:
            return "None of them ran"
        if most == 1 < of:
            return "They ran one after another"
        return "They all ran at the same time" if most == of else f"Only {most} of {of} ran at the same time"

    @staticmethod
    def _most_at_once(calls: Sequence[Call]) -> int:
        events = [(call.opened, 1) for call in calls]
        events += [(call.closed, -1) for call in calls if call.closed is not None]
        return max(itertools.accumulate(change for _, change in sorted(events)), default=0)

    @property
    def unfinished(self) -> list[str]:
        """The names of the calls that have not come to an end."""
        return [call.name for call in self._calls if call.closed is None]

    @property
    def order(self) -> list[str]:
        """What happened, in order: ``"first starts"``, ``"first ends"``..."""
        events = [(call.opened, f"{call.name} starts") for call in self._calls]
        events += [(call.closed, f"{call.name} ends") for call in self._calls if call.closed is not None]
        return [text for _, text in sorted(events)]

    def called(self, name: str) -> Count:
        """How often a probe was called."""
        times = self.names.count(name)
        return Count(times, f"calls of {name}", f"call of {name}")

    def each_called_once(self) -> bool:
        """Whether every probe that was made was called exactly once, and came to an end."""
        held = sorted(self.names) == sorted(self._made) and not self.unfinished
        return note(
            f"each called once, and finished: {', '.join(self._made)}",
            ", ".join(f"{name} called {self.names.count(name)}x{self._left_open(name)}" for name in self._made),
            held,
        )

    def _left_open(self, name: str) -> str:
        return ", not finished" if name in self.unfinished else ""

    @property
    def on_loop_thread(self) -> list[str]:
        """The names of the calls made on a thread in which an event loop was running."""
        return [call.name for call in self._calls if call.on_loop]

    def picture(self, width: int = 32) -> list[str]:
        """What ran when, as text; empty when no probe was called."""
        from grader.instruments.gantt import draw

        end = self._clock.now - self._clock.mark if self._end is None else self._end
        return draw(self._calls, self._clock, end, width, self._most_at_once(self._calls), len(self._made))

    def spans(self) -> list[dict[str, Any]]:
        """The same picture as data: a row a call, then one for whatever blocked the loop (``Span`` of the Verdict)."""
        from grader.instruments.gantt import MOST_ROWS

        end = self._clock.now - self._clock.mark if self._end is None else self._end
        rows = [
            (call.name, call.start, end if call.stop is None else call.stop, call.outcome, call.place)
            for call in self._calls
        ]
        mark = self._clock.mark
        rows += [
            (block.what, block.start - mark, block.stop - mark, "blocked", block.place)
            for block in self._clock.certain_blocks
        ]
        names = ("name", "start", "stop", "outcome", "where")
        return [
            dict(zip(names, (name, round(start, 6), round(stop, 6), outcome[:80], str(place or "")), strict=True))
            for name, start, stop, outcome, place in rows[:MOST_ROWS]
        ]
