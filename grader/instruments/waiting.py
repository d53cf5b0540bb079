"""Who waits where: the deepest line of each task, found by walking what it awaits."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from grader.instruments.places import Place, is_learners, place_in_function

_DEFAULT_NAME = re.compile(r"Task-\d+")
_LINKS = (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await"))


@dataclass(frozen=True)
class Waiting:
    """A task that waits. ``task`` is its name, or its coroutine's where it has only a number."""

    task: str
    place: Place | None
    awaited: str

    def __str__(self) -> str:
        where = f"{self.place} in {self.place.function}" if self.place else self.task
        return f"{where}, waiting in {self.awaited}" if self.awaited else where


def task_name(task: asyncio.Task[Any]) -> str:
    """The name a learner gave, else the coroutine's: a number would differ from run to run."""
    name = task.get_name()
    if not _DEFAULT_NAME.fullmatch(name):
        return name
    return getattr(task.get_coro(), "__qualname__", "") or "a task"


def chain(awaitable: object) -> Iterator[tuple[FrameType, str]]:
    """The suspended frames from an awaitable down to what it waits for, each with its function's name."""
    seen = 0
    while awaitable is not None and seen < 100:
        seen += 1
        for frame_name, next_name in _LINKS:
            if hasattr(awaitable, frame_name):
                frame = getattr(awaitable, frame_name)
                if frame is not None:
                    yield frame, getattr(awaitable, "__qualname__", "")
                awaitable = getattr(awaitable, next_name)
                break
        else:
            return


def waiting(task: asyncio.Task[Any]) -> Waiting:
    """Where one suspended task waits: its deepest line in the learner's file, else its deepest line at all."""
    links = list(chain(task.get_coro()))
    deepest, awaited = links[-1] if links else (None, "")
    own = place_in_function(f for f, _ in reversed(links) if is_learners(f.f_code.co_filename))
    place = own or (Place.of(deepest) if deepest else None)
    inner = "" if deepest is None or place == Place.of(deepest) else awaited
    return Waiting(task_name(task), place, inner)


def who_waits(loop: asyncio.AbstractEventLoop) -> list[Waiting]:
    """All unfinished tasks of a loop, those with a line of the learner's first. The order is always the same."""
    found = [waiting(task) for task in asyncio.all_tasks(loop)]
    mine = [w for w in found if w.place and is_learners(w.place.path)]
    return sorted(mine or found, key=lambda w: (str(w.place), w.task))


class Deadlock(Exception):
    """Every task waits, and no timer, thread or socket can ever wake the loop."""

    def __init__(self, tasks: list[Waiting]) -> None:
        self.tasks = tasks
        lines = dict.fromkeys(f"  {waiting}" for waiting in tasks)
        super().__init__("\n".join(["every task waits, and nothing can ever wake them:", *lines]))
