"""What a check left behind: each kind fails the check in which it shows, after that check's own failure.

- tasks still pending when the check's function ended,
- coroutines that were made and never awaited (with the line that made them),
- exceptions that nobody looked at,
- threads that would keep the process alive (workers of executors excepted).
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
import traceback
import warnings
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from grader.instruments.places import Place, is_learners, place_in_function
from grader.instruments.waiting import task_name, waiting

_ORIGIN_DEPTH = 8
"""How many callers a coroutine remembers: enough to reach the learner's line behind a probe."""

_DRIVERS = ("aiosqlite", "asyncpg")
"""What SQLAlchemy awaits on our behalf."""


class LeftBehind(AssertionError):
    """The check itself was fine, but something was left behind. The text is one sentence for each kind."""


@dataclass
class Leaks:
    """Watches one check."""

    never_awaited: dict[str, Place | None] = field(default_factory=dict)
    lost_exceptions: list[str] = field(default_factory=list)
    failed_callbacks: list[str] = field(default_factory=list)
    lost_tasks: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    _tasks_before: weakref.WeakSet[asyncio.Task[Any]] = field(default_factory=weakref.WeakSet)
    _threads_before: frozenset[threading.Thread] = field(default_factory=lambda: frozenset(threading.enumerate()))

    def note(self, context: dict[str, Any]) -> None:
        """A loop's exception handler got this context."""
        error, task = context.get("exception"), context.get("task")
        if isinstance(error, asyncio.CancelledError):
            return
        if error is not None:
            text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            place = None if "future" in context or task else _learners_line(error)
            if place:
                self.failed_callbacks.append(f"{text} ({place})")
            else:
                self.lost_exceptions.append(text)
        elif isinstance(task, asyncio.Task):
            self.lost_tasks.append(task_name(task))

    def begin(self, loops: list[Any]) -> None:
        """The check's function starts: what fixtures started is none of its business."""
        for loop in loops:
            self._tasks_before.update(asyncio.all_tasks(loop))

    def end(self, loops: list[Any]) -> None:
        """The check's function ended."""
        for loop in loops:
            if loop.is_closed():
                continue
            left = asyncio.all_tasks(loop) - set(self._tasks_before)
            for task in left:
                if _closes_a_generator(task):
                    continue
                at = waiting(task).place
                place = f" ({at})" if at and is_learners(at.path) else ""
                self.pending.append(f"{task_name(task)}{place}")

    def sentences(self) -> list[str]:
        """One sentence for each kind of leak, empty when there is none."""
        # A coroutine or a task in a reference cycle is only seen once the cycle is collected.
        gc.collect()
        said = []
        for name, place in self.never_awaited.items():
            at = f" ({place})" if place else ""
            said.append(
                f"{name}() was called but nobody awaited it{at}, so its body never ran. Look for a missing await."
            )
        if self.pending:
            names, count = ", ".join(sorted(set(self.pending))), len(self.pending)
            still, them = ("1 task is", "it") if count == 1 else (f"{count} tasks are", "them")
            said.append(
                f"{still} still running after your function returned: {names}. Await {them}, or cancel and await."
            )
        for name in dict.fromkeys(self.lost_tasks):
            said.append(
                f"The task {name} was thrown away while it waited: the loop keeps only weak references. "
                "Keep yours until the task is done."
            )
        for text in dict.fromkeys(self.lost_exceptions):
            said.append(f"An exception was raised in a task and nobody looked at it: {text}. Await the task.")
        for text in dict.fromkeys(self.failed_callbacks):
            said.append(
                f"A callback raised {text}. Nobody waits for a callback, so nobody hears of it, and what it had to do "
                "was not done."
            )
        for thread in sorted(self._new_threads()):
            said.append(f"A thread was left running: {thread}. Join it, or make it a daemon.")
        return said

    def _new_threads(self) -> set[str]:
        from concurrent.futures.thread import _threads_queues

        alive = set(threading.enumerate()) - self._threads_before - set(_threads_queues)
        return {_thread_name(thread) for thread in alive if not thread.daemon}


def _learners_line(error: BaseException) -> Place | None:
    """Where the learner's file had a part in it, innermost."""
    lines = [frame for frame, _ in traceback.walk_tb(error.__traceback__) if is_learners(frame.f_code.co_filename)]
    return place_in_function(reversed(lines))


def _closes_a_generator(task: asyncio.Task[Any]) -> bool:
    """Whether it is the loop's own task that closes an async generator which somebody left in the middle."""
    return type(task.get_coro()).__name__.startswith("async_generator_")


def _thread_name(thread: threading.Thread) -> str:
    target = getattr(thread, "_target", None)
    return getattr(target, "__name__", "") or type(thread).__name__


_leaks: Leaks | None = None


def current() -> Leaks | None:
    """What is being watched now. A loop remembers it, for what it hears of only later."""
    return _leaks


def _note_never_awaited(coroutine: Any) -> None:
    """Called by the interpreter when a coroutine that never ran is destroyed."""
    if _leaks is not None:
        if _is_between_libraries(coroutine):
            return
        origin = [Place(path, line, function) for path, line, function in coroutine.cr_origin or ()]
        own = next((place for place in origin if is_learners(place.path)), None)
        _leaks.never_awaited.setdefault(coroutine.__qualname__, own)
    elif not coroutine.cr_origin:
        _warn_never_awaited(coroutine)
    # Else it is from an earlier check that failed, whose traceback kept it alive: that was reported there.


def _is_between_libraries(coroutine: Any) -> bool:
    """Whether SQLAlchemy made it of its driver's code, and then found that nobody could await it: MissingGreenlet.

    That error says what is wrong. An await is missing nowhere.
    """
    if not _is_of(coroutine.cr_code.co_filename, *_DRIVERS):
        return False
    makers = (path for path, _, _ in coroutine.cr_origin or () if not _is_of(path, *_DRIVERS))
    return _is_of(next(makers, ""), "sqlalchemy")


def _is_of(path: str, *packages: str) -> bool:
    return any(f"{os.sep}{package}{os.sep}" in path for package in packages)


# The interpreter looks this name up in the warnings module whenever it finds such a coroutine (Python/_warnings.c), so
# no filter a learner sets can hide one, and the coroutine itself is at hand, not only a text.
_warn_never_awaited = getattr(warnings, "_warn_unawaited_coroutine", lambda coroutine: None)


@contextmanager
def watch() -> Iterator[Leaks]:
    """Within it, what is left behind is written down."""
    global _leaks
    before, depth = _leaks, sys.get_coroutine_origin_tracking_depth()
    warnings._warn_unawaited_coroutine = _note_never_awaited  # type: ignore[attr-defined]
    # The last failure keeps its frames, and so what an earlier check left behind: not this one's business.
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        sys.__dict__.pop(name, None)
    gc.collect()
    _leaks = Leaks()
    sys.set_coroutine_origin_tracking_depth(_ORIGIN_DEPTH)
    try:
        yield _leaks
    finally:
        sys.set_coroutine_origin_tracking_depth(depth)
        _leaks = before
