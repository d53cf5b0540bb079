"""Check and Verdict: the one result type of the whole program, as plain data.

A verdict lists every check of the exercise whatever happened to the run, and its JSON form is a contract
(``schema`` 1): the same answer gives the same bytes, apart from ``seconds``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

SCHEMA = 1

Outcome = Literal["passed", "failed", "skipped", "timeout", "died", "not_run"]
Status = Literal["passed", "failed", "untouched", "missing", "broken", "hung", "crashed", "review"]


@dataclass(frozen=True)
class Span:
    """One bar of a check's timeline. Times are seconds of the simulated clock since the check began.

    ``outcome`` is ``ok``, ``running``, ``cancelled``, ``thrown away``, ``blocked`` (something held the whole loop), or
    the name of an exception.
    """

    name: str
    start: float
    stop: float
    outcome: str
    where: str = ""


@dataclass(frozen=True)
class Check:
    """What one check found.

    ``seconds`` are of the real clock. ``virtual_seconds`` are of the simulated clock, and None unless the
    check ran on simulated time alone. ``details`` is the text under the message (figures, picture, source
    line) and ``timeline`` the same picture as data, for a failed check on simulated time. Both are for people
    and no part of the JSON.
    """

    name: str
    task: int
    title: str
    outcome: Outcome
    of: int
    message: str = ""
    where: str = ""
    seconds: float = 0.0
    virtual_seconds: float | None = None
    details: str = ""
    timeline: Sequence[Span] = ()

    @property
    def points(self) -> int:
        """Points earned: all of them or none."""
        return self.of if self.outcome == "passed" else 0

    def as_json(self) -> dict[str, Any]:
        """The check as schema 1 has it."""
        return {
            "name": self.name,
            "task": self.task,
            "title": self.title,
            "outcome": self.outcome,
            "points": self.points,
            "of": self.of,
            "message": self.message,
            "where": self.where,
            "seconds": round(self.seconds, 3),
            "virtual_seconds": None if self.virtual_seconds is None else round(self.virtual_seconds, 6),
        }


@dataclass(frozen=True)
class Verdict:
    """What all checks of one exercise found in one answer."""

    exercise: str
    status: Status
    checks: Sequence[Check]
    notes: Sequence[str] = field(default_factory=tuple)
    isolation: str = "none: nothing was run"

    @property
    def passed(self) -> bool:
        """Whether the exercise counts as done."""
        return self.status == "passed"

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(check.points for check in self.checks)

    @property
    def of(self) -> int:
        """Points to be had: those of skipped checks are not counted."""
        return sum(check.of for check in self.checks if check.outcome != "skipped")

    def as_json(self) -> dict[str, Any]:
        """The verdict as schema 1 has it."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise,
            "status": self.status,
            "points": self.points,
            "of": self.of,
            "checks": [check.as_json() for check in self.checks],
            "notes": list(self.notes),
            "isolation": self.isolation,
        }

    def as_record(self) -> dict[str, Any]:
        """All of the verdict, also what is no part of schema 1, for ``of_record``."""
        return asdict(self)

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Verdict:
        """The verdict that ``as_record`` wrote.

        Raises:
            TypeError, KeyError: it did not.
        """
        checks = [
            Check(**{**check, "timeline": tuple(Span(**span) for span in check["timeline"])})
            for check in record["checks"]
        ]
        return cls(**{**record, "checks": tuple(checks), "notes": tuple(record["notes"])})

    def first_failure(self) -> Check | None:
        """The check a learner should look at: the first that neither passed nor was skipped."""
        return next((check for check in self.checks if check.outcome not in ("passed", "skipped")), None)
