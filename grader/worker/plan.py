"""What travels from the parent to our own processes: the plan (what to collect) and the job (what to check)."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.course import Exercise
from grader.worker.policy import Policy

_UNUSED = ("cacheprovider", "faulthandler", "logging", "threadexception", "unraisableexception", "warnings")
"""Plugins of pytest's own that add to each check and say nothing that a verdict holds."""


@dataclass(frozen=True)
class Plan:
    """The checks to collect. Paths are absolute. ``seconds``: the limit of every check in place of its own.

    ``policy`` is the exercise's as JSON, which makes plans that differ in it different servers; empty if none is used.
    ``sockets`` is the folder with the sockets of databases, for exercises that need one.
    """

    folder: str
    checks: str
    stub: str
    real_clock: bool = False
    seconds: float | None = None
    policy: str = ""
    sockets: str = ""

    @classmethod
    def of(cls, exercise: Exercise, *, real_clock: bool, seconds: float | None, policy: Policy | None = None) -> Plan:
        """The plan for an exercise."""
        folder, checks, stub = map(os.path.abspath, (exercise.folder, exercise.checks_file, exercise.stub))
        rules = json.dumps(policy.as_message()) if policy else ""
        return cls(folder, checks, stub, real_clock, seconds, rules)

    def as_message(self) -> dict[str, Any]:
        """As it travels; ``Plan(**message)`` reads it."""
        return asdict(self)

    @property
    def exercise(self) -> str:
        """The exercise's id."""
        return Path(self.folder).name

    @property
    def arguments(self) -> list[str]:
        """pytest's command line. Nothing is read from the current folder or from a configuration file."""
        return [
            *(part for name in _UNUSED for part in ("-p", f"no:{name}")),
            *("--noconftest", "-c", os.devnull),
            *("--rootdir", self.folder, "-o", "asyncio_default_fixture_loop_scope=function"),
            # What pytest makes of a traceback is never shown, and a long one is slow to make.
            *("--tb=line", "--import-mode=importlib", "-s", "--answer", self.stub),
            *(["--real-clock"] if self.real_clock else []),
            *([f"--timeout={self.seconds}"] if self.seconds is not None else []),
            self.checks,
        ]


@dataclass(frozen=True)
class Job:
    """What a run must know. ``key`` signs the report, ``seed`` makes the checks' tokens; both are hex.

    policy: whether the answer is read under the policy of the plan first.
    canaries: how many known wrong answers may follow after the last line.
    only: the name of the one check to run; empty: all are run.
    more: the descriptor that they would come from, which the run itself fills in.
    database: the URL of the run's database, for exercises that need one.
    """

    answer: str
    scratch: str
    key: str
    seed: str
    policy: bool = False
    canaries: int = 0
    only: str = ""
    more: int = -1
    database: str = ""

    def as_line(self) -> bytes:
        """As it travels: one line."""
        return json.dumps(asdict(self)).encode("ascii") + b"\n"

    @classmethod
    def read(cls, descriptor: int) -> Job:
        """Read it from a pipe, up to the end of its line.

        Raises:
            EOFError: the parent ended before it sent the whole.
        """
        return cls(**json.loads(read_line(descriptor)))


def read_line(descriptor: int) -> bytes:
    """The next line of a pipe. There is never more than one under way.

    Raises:
        EOFError: the parent ended before it sent the whole.
    """
    data = b""
    while not data.endswith(b"\n"):
        more = os.read(descriptor, 1 << 16)
        if not more:
            raise EOFError("the parent ended before it sent the whole line")
        data += more
    return data
