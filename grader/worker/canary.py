"""Canaries: after full marks known wrong answers are checked in the same process, and have to be caught.

An answer that changed what the checks measure with did so for everybody in its process. Several canaries are sent, each
for another check, because an answer may have changed what a single check needs. The parent picks them, and sends each
after the last line of the report before it, so the answer had nothing to look at while it ran.

It is a second net. An answer that changes things back in time, or counts the runs, gets past it.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from grader.checklist import CheckSpec
from grader.claims import read_claim
from grader.course import Exercise
from grader.syntax import parse_file

MOST = 3
"""How many follow one answer: each costs some milliseconds."""

MOST_BYTES = 32 << 10
"""It is written to a pipe that nobody may be reading, so it must fit in there."""

_WAITS = ("longer than", "deadlock", "for ever", "never ends", "stuck", "still waiting", "hangs")
"""Words of a check about an answer that had to be stopped."""

_REAL_TIME = ("time.sleep", "thread", "executor", "process", "signal")
"""Words in the source of an answer that may take real time, on whatever clock its check runs."""


@dataclass(frozen=True)
class Canary:
    """A known wrong answer, and the check that catches it."""

    source: str
    check: CheckSpec

    def as_line(self) -> bytes:
        """As it travels: one line."""
        return json.dumps({"source": self.source, "check": self.check.name}).encode("ascii") + b"\n"


def canaries(exercise: Exercise) -> Sequence[Canary]:
    """The wrong answers of the bank that fail fast, at a check on simulated time, on this Python.

    There are none where the bank was not handed out.
    """
    running = sys.version_info[:2]
    blind = _blind(exercise)
    checks = {spec.name: spec for spec in exercise.checks if spec.name not in blind and not spec.skip_reason(running)}
    found = []
    for path in exercise.bank("wrong"):
        claim, source = read_claim(path), path.read_text("utf-8-sig")
        waits = any(word in text.lower() for text in claim.says for word in _WAITS)
        waits = waits or any(word in source.lower() for word in _REAL_TIME)
        if claim.caught_by in checks and not (claim.needs or claim.package) and not waits and len(source) < MOST_BYTES:
            found.append(Canary(source, checks[claim.caught_by]))
    return found


def choose(among: Sequence[Canary], seed: str) -> list[Canary]:
    """For a few different checks one each; the same ones for the same answer. ``seed`` comes from the parent's key."""
    dice = Random(seed)
    chosen: dict[str, Canary] = {}
    for canary in dice.sample(among, len(among)):
        if len(chosen) < MOST:
            chosen.setdefault(canary.check.name, canary)
    return list(chosen.values())


def _blind(exercise: Exercise) -> set[str]:
    """The checks that are of no use here: they run in real time, or read the answer's file, where no canary is."""
    tree = parse_file(exercise.checks_file)
    everywhere = any(_is_marked(node.value) for node in tree.body if isinstance(node, ast.Assign))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (everywhere or any(map(_is_marked, node.decorator_list)) or _reads_the_file(node))
    }


def _reads_the_file(check: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "answer_file" in [argument.arg for argument in check.args.args]


def _is_marked(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr == "real_clock" for part in ast.walk(node))
