"""A course with two small exercises, and answers that tell what they find from inside a sandbox."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from courses import make_exercise

from grader.course import Course
from grader.verdict import Verdict
from grader.worker import Limits

KEY = b"a key of the tests, 32 bytes....."
LIMITS = Limits(check=10.0, wall=30.0)
CHECKS = '''
"""Checks."""
from {slug} import work

from grader.checks import same, task
{more}

@task(1)
def test_work():
    """Work gives 42."""
    assert same(work(), 42), "It should be 42."
'''
STUB = "def work():\n    raise NotImplementedError\n"
# time.sleep would take no time: a check runs on a simulated clock.
WAITS = "import select\n\ndef work():\n    select.select([], [], [], {seconds})\n    return 42\n"
RIGHT = WAITS.format(seconds=0.3)

Tell = Callable[..., Any]


def make_course(root: Path) -> Course:
    """01 starts no processes, 02 does."""
    for name, more in (("01_alone", ""), ("02_many", "STARTS_PROCESSES = True\n")):
        slug = name.partition("_")[2]
        make_exercise(root, name, checks=CHECKS.replace("{more}", more).replace("{slug}", slug), stub=STUB)
        (root / "solutions" / name / f"{slug}.py").write_text("SECRET = 1\n")
    return Course(root)


def telling(body: str) -> str:
    """An answer that tells what its body returns, by the exception that it raises."""
    inner = indent(dedent(body).strip("\n"), "    ")
    return dedent("""
        import ctypes, errno, json, mmap, os, signal, socket, sys, threading, time
        from pathlib import Path

        libc = ctypes.CDLL(None, use_errno=True)

        def fails(do, *arguments):
            try:
                do(*arguments)
            except (OSError, MemoryError, RuntimeError) as error:
                return errno.errorcode.get(getattr(error, "errno", None), type(error).__name__)
            return "done"

        def call(number, *arguments):
            ctypes.set_errno(0)
            result = libc.syscall(number, *arguments)
            return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]

        def tell():
        {inner}

        def work():
            raise ValueError(json.dumps(tell()))
    """).replace("{inner}", inner)


def told(verdict: Verdict) -> Any:
    """What such an answer told."""
    message = verdict.checks[0].message
    assert "ValueError: " in message, (verdict.status, message, verdict.notes)
    return json.loads(message.partition("ValueError: ")[2])


def write(folder: Path, name: str, source: str) -> Path:
    """An answer as a file."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.py"
    path.write_text(source)
    return path


def processes(marker: str) -> dict[int, int]:
    """The living processes that were started with this text in their environment, and their users."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            alive = status["State"].split()[0] not in "ZX"
            if alive and marker.encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = int(status["Uid"].split()[0])
        except OSError:
            continue
    found.pop(os.getpid(), None)
    return found


def settled(marker: str, seconds: float = 10.0) -> set[int]:
    """These processes, once their number stays the same for a while."""
    until, before = time.monotonic() + seconds, set[int]()
    while (found := set(processes(marker))) != before and time.monotonic() < until:
        before = found
        time.sleep(0.2)
    return found


def on_x86() -> bool:
    """Whether there is a filter of system calls."""
    return sys.platform == "linux" and os.uname().machine == "x86_64"
