"""A small course for the worker's tests, answers to its one exercise, and a look at the processes of this machine."""

from __future__ import annotations

import os
import time
from pathlib import Path
from textwrap import indent

from courses import make_exercise

from grader.course import Course
from grader.worker import Limits

KEY = b"a key of the tests, 32 bytes....."
LIMITS = Limits(check=1.0, wall=5.0)
CHECKS = '''
"""Checks."""
from lab import fetch, total

from grader.checks import same, task

STARTS_PROCESSES = True


@task(1)
async def test_fetch(probe):
    """Fetch returns what the step returns."""
    assert same(await fetch(probe("step")), probe.tokens("step")[0]), "Return what the step returns."


@task(1, points=2)
def test_total():
    """The total is 42."""
    assert same(total(), 42), "The total is 42."


@task(2)
async def test_fetch_again(probe):
    """Fetch can be called again."""
    assert same(await fetch(probe("other")), probe.tokens("other")[0]), "Return what the step returns."


@task(2, python=(3, 99))
def test_later():
    """Only a Python of the far future can do this."""
    assert total() == 43
'''
STUB = """
async def fetch(step):
    raise NotImplementedError


def total():
    raise NotImplementedError
"""
NAMES = ["test_fetch", "test_total", "test_fetch_again", "test_later"]


def make_course(root: Path) -> Course:
    """A course with one exercise: two functions, three checks that can run and one that cannot."""
    make_exercise(root, "01_lab", checks=CHECKS, stub=STUB)
    return Course(root)


def answer(*, top: str = "", fetch: str = "return await step()", total: str = "return 42") -> str:
    """The source of an answer: code at the top, and the bodies of its two functions."""
    functions = f"async def fetch(step):\n{indent(fetch, '    ')}\n\n\ndef total():\n{indent(total, '    ')}\n"
    return f"import asyncio, os, sys, time\n{top}\n\n{functions}"


RIGHT = answer()


def write(folder: Path, source: str | bytes) -> Path:
    """An answer as a file."""
    path = folder / "lab.py"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return path


def processes(marker: str) -> set[int]:
    """The living processes that were started with this text in their environment."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            alive = (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
            if alive and marker.encode() in (folder / "environ").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found - {os.getpid()}


def settled(marker: str) -> set[int]:
    """Those processes, once nothing of an earlier run is on its way out."""
    before: set[int] = set()
    while (found := processes(marker)) != before:
        before = found
        time.sleep(0.05)
    return found


def wait_for(marker: str, wanted: set[int], seconds: float = 1.0) -> set[int]:
    """Those processes, as soon as they are the wanted ones, or after so many seconds."""
    until = time.monotonic() + seconds
    while (found := processes(marker)) != wanted and time.monotonic() < until:
        time.sleep(0.02)
    return found
