"""Where in the learner's own file something happened."""

from __future__ import annotations

import asyncio
import os.path
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from types import FrameType

_learner_files: set[str] = set()

_STEP = asyncio.Handle._run.__code__
"""The loop calls everything through here."""


@dataclass(frozen=True)
class Place:
    """A line of a file. ``str()`` gives ``gather.py:14``: the name only, so that it is the same on every machine."""

    path: str
    line: int
    function: str

    def __str__(self) -> str:
        return f"{os.path.basename(self.path)}:{self.line}"

    @classmethod
    def of(cls, frame: FrameType) -> Place:
        """The line that a frame is at."""
        return cls(frame.f_code.co_filename, frame.f_lineno or frame.f_code.co_firstlineno, frame.f_code.co_name)


def watch(path: str) -> None:
    """From now on this file is the learner's."""
    _learner_files.add(path)


def is_learners(path: str) -> bool:
    """Whether the learner wrote this file."""
    return path in _learner_files


def frames(frame: FrameType | None) -> Iterator[FrameType]:
    """A frame and its callers, innermost first."""
    while frame is not None:
        yield frame
        frame = frame.f_back


def learner_place(frame: FrameType | None) -> Place | None:
    """The innermost line of the learner's file among a frame and its callers, if any.

    The callers end at the event loop: who runs the loop has not made the call.
    """
    step = takewhile(lambda f: f.f_code is not _STEP, frames(frame))
    return place_in_function(f for f in step if f.f_code.co_filename in _learner_files)


def place_in_function(inner_first: Iterable[FrameType]) -> Place | None:
    """The line of the innermost frame, under the name of its function: ``<listcomp>`` is no name to a learner."""
    place = None
    for frame in inner_first:
        here = Place.of(frame)
        place = Place(place.path, place.line, here.function) if place else here
        if not here.function.startswith("<"):
            break
    return place


def maker_of_this_task() -> Place | None:
    """The learner's line that made the coroutine of the running task, where none of his is on the stack."""
    task = asyncio.current_task() if asyncio._get_running_loop() is not None else None
    origin = getattr(task.get_coro(), "cr_origin", None) if task else None
    places = [Place(path, line, function) for path, line, function in origin or ()]
    return next((place for place in places if is_learners(place.path)), None)
