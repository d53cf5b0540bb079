"""Demos: an exercise's ``demo.py`` shows on a screen what the learner's answer does with a real database.

It has one function, ``async def demo(url, show)``. ``url`` names a new PostgreSQL database; ``show`` takes whatever
rich can draw, as often as it likes. It imports the answer as the checks do, and is cancelled when the time is over.
"""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.checks.answer import BrokenAnswer, Source, Unwritten, load, names_used, require, wanted
from grader.course import Exercise
from grader.syntax import parse_file

if TYPE_CHECKING:
    from rich.console import RenderableType

Show = Callable[["RenderableType"], None]
Demo = Callable[[str, Show], Coroutine[Any, Any, None]]

_GOODBYE_SECONDS = 3.0
"""How long the answer may take to close what it has, in real seconds."""


class DoesNotEnd(Exception):
    """The demo was cancelled, and went on."""


def read_demo(exercise: Exercise, answer: Path) -> Demo:
    """The demo of an exercise, with this file as the answer.

    Raises:
        BrokenAnswer: the answer cannot be imported, or lacks what the demo needs; the text says so.
    """
    tree, source = parse_file(exercise.demo), Source.read(answer)
    unwritten = Unwritten.of(source.tree).lines
    needed = {name for name in _all_names(tree) if name in unwritten}
    if needed:
        them = " and ".join(sorted(needed, key=unwritten.__getitem__))
        raise BrokenAnswer(f"the demo needs {them}, still to be written in {answer.name}")
    # Its other modules, which answer and demo may import. The answer itself is found by its name.
    sys.path.insert(0, str(exercise.folder))
    require(load(exercise.slug, source), list(wanted(tree, exercise.slug).values()), answer)
    spec = importlib.util.spec_from_file_location(f"demo_of_{exercise.slug}", exercise.demo)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    demo: Demo = module.demo
    return demo


def _all_names(tree: ast.Module) -> set[str]:
    return set().union(*names_used(tree).values())


async def play(demo: Demo, url: str, show: Show, seconds: float | None) -> None:
    """Let it run until it ends, or until the time is over. What goes wrong in it is raised.

    Raises:
        DoesNotEnd: it goes on although it was cancelled.
    """
    playing = asyncio.create_task(demo(url, show))
    try:
        await asyncio.wait([playing], timeout=seconds)
    finally:
        playing.cancel()
        await asyncio.wait([playing], timeout=_GOODBYE_SECONDS)
    if not playing.done():
        raise DoesNotEnd
    if not playing.cancelled():
        playing.result()
