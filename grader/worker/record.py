"""What the lines of a run have said so far, and which line can come next.

Checks run one after another, so at any time exactly one line can be next: a later phase of the *open* check, the
first one whose teardown is not reported. Whatever else arrives, well signed or not, was not written by our
recorder, and then nothing in the report counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.checklist import CheckSpec
from grader.verdict import Span
from grader.worker.lines import Damaged, Line

PHASES = ("setup", "call", "teardown")


@dataclass(frozen=True)
class Phase:
    """What the recorder says about one phase of a check. ``duration`` is in real seconds."""

    when: str
    outcome: str
    duration: float
    message: str
    where: str
    details: str
    virtual_seconds: float | None
    timed_out: bool
    timeline: tuple[Span, ...]

    @classmethod
    def read(cls, line: Line) -> Phase:
        """The phase in a line.

        Raises:
            Damaged: a field is missing or of another type.
        """
        virtual = line.get("virtual_seconds")
        return cls(
            when=_text(line, "when"),
            outcome=_text(line, "outcome"),
            duration=_seconds(line, "duration"),
            message=_text(line, "message"),
            where=_text(line, "where"),
            details=_text(line, "details"),
            virtual_seconds=None if virtual is None else _seconds(line, "virtual_seconds"),
            timed_out=line.get("timed_out") is True,
            timeline=tuple(_span(span) for span in _list(line, "timeline")),
        )


def _text(line: Line, name: str) -> str:
    value = line.get(name)
    if type(value) is not str:
        raise Damaged(f"it has a line with a wrong {name}")
    return value


def _seconds(line: Line, name: str) -> float:
    value: Any = line.get(name)
    if type(value) not in (int, float) or not math.isfinite(value) or value < 0:
        raise Damaged(f"it has a line with a wrong {name}")
    return float(value)


def _list(line: Line, name: str) -> list[Any]:
    value = line.get(name)
    if type(value) is not list:
        raise Damaged(f"it has a line with a wrong {name}")
    return value


def _span(line: Any) -> Span:
    if type(line) is not dict:
        raise Damaged("it has a line with a wrong timeline")
    times = _seconds(line, "start"), _seconds(line, "stop")
    return Span(_text(line, "name"), *times, _text(line, "outcome"), _text(line, "where"))


@dataclass
class Record:
    """What the lines of one run have said so far.

    Args:
        expected: the checks of the exercise, in their order.
        running: the version of Python, which decides what is skipped.
        policy: whether the answer must have passed the policy before anything counts.
        only: the name of the one check that is run; empty: all are.
    """

    expected: Sequence[CheckSpec]
    running: tuple[int, int]
    policy: bool = False
    only: str = ""
    read: bool = False
    imported: bool = False
    refused: tuple[str, str] | None = None
    broken: tuple[str, str] | None = None
    ended: bool = False
    _phases: dict[str, list[Phase]] = field(default_factory=dict)
    _done: int = 0

    def add(self, line: Line) -> None:
        """Take the next line.

        Raises:
            Damaged: it is not a line that can come next.
        """
        kind = line.get("kind")
        if kind == "phase" and self._is_skipped(line.get("name")):
            return
        if self.over:
            raise Damaged("it goes on after its end")
        if kind == "policy" and not self.read:
            self._add_policy(line)
        elif kind == "imported" and self.read and not self.imported:
            self.imported = True
        elif kind == "broken" and not self.imported:
            self.broken = (_text(line, "message"), _text(line, "where"))
        elif kind == "phase" and self.open is not None and line.get("name") == self.open.name:
            self._add_phase(self.phases(self.open), Phase.read(line))
        elif kind == "end" and self.imported and self.open is None:
            self.ended = True
        else:
            raise Damaged("it has a line that cannot come next")

    def _add_policy(self, line: Line) -> None:
        result = _text(line, "result")
        if result not in (("passed", "review") if self.policy else ("off",)):
            raise Damaged("it has a line with a wrong result of the policy")
        self.read = True
        if result == "review":
            self.refused = (_text(line, "message"), _text(line, "where"))

    def _add_phase(self, before: list[Phase], phase: Phase) -> None:
        possible = PHASES[PHASES.index(before[-1].when) + 1 :] if before else PHASES
        if phase.when not in possible:
            raise Damaged("it has a line that cannot come next")
        before.append(phase)
        self._done += phase.when == "teardown"

    def _is_skipped(self, name: object) -> bool:
        return any(spec.name == name and spec.skip_reason(self.running) for spec in self.expected)

    @cached_property
    def wanted(self) -> list[CheckSpec]:
        """The checks that the verdict is about."""
        return [spec for spec in self.expected if self.only in ("", spec.name)]

    @cached_property
    def due(self) -> list[CheckSpec]:
        """Those of them that can run on this version of Python."""
        return [spec for spec in self.wanted if not spec.skip_reason(self.running)]

    @property
    def open(self) -> CheckSpec | None:
        """The check that is running, or None: none yet, or all are done."""
        if not self.imported:
            return None
        return self.due[self._done] if self._done < len(self.due) else None

    @property
    def late(self) -> bool:
        """Whether the open check has reported that its time was up."""
        return self.open is not None and any(phase.timed_out for phase in self.phases(self.open))

    @property
    def over(self) -> bool:
        """Whether the last line has come that anybody wants."""
        return self.ended or self.broken is not None or self.refused is not None

    @property
    def flawless(self) -> bool:
        """Whether the run came to its end, and every check that was due has passed."""
        return self.ended and all(self._has_passed(spec) for spec in self.due)

    def _has_passed(self, spec: CheckSpec) -> bool:
        phases = self.phases(spec)
        whole = tuple(phase.when for phase in phases) == PHASES
        return whole and all(phase.outcome == "passed" and not phase.timed_out for phase in phases)

    def phases(self, spec: CheckSpec) -> list[Phase]:
        """What was reported about one check."""
        return self._phases.setdefault(spec.name, [])
