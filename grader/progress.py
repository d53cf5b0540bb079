"""How far a learner is: what the checks say about each answer, kept until something it depends on changes.

A verdict is kept under a hash of everything that can change it: the answer, the exercise, the grader itself, Python
and the packages. So it is never stale, and nothing has to be marked as done.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import Course, Exercise
from grader.desk import Desk
from grader.errors import GraderFault
from grader.parallel import Bar, as_they_end, no_bar
from grader.verdict import Check, Verdict

if TYPE_CHECKING:
    from grader.worker import PolicyMode, Workers

PACKAGES = ("pytest", "pytest-asyncio", "pytest-timeout", "sqlalchemy", "greenlet", "aiosqlite", "asyncpg")


@dataclass(frozen=True)
class Standing:
    """Where the learner is with one exercise.

    ``verdict`` is None for an answer that is untouched or missing, and when the grader failed (``fault``).
    ``fresh`` says that the checks ran just now.
    """

    exercise: Exercise
    verdict: Verdict | None = None
    skipped: bool = False
    fresh: bool = False
    fault: str = ""

    @property
    def done(self) -> bool:
        """Whether all checks pass."""
        return self.verdict is not None and self.verdict.passed

    @property
    def open(self) -> bool:
        """Whether there is something left that the learner wants to do."""
        return not self.done and not self.skipped

    @property
    def state(self) -> str:
        """The standing in a word or two, such as ``done`` or ``2 of 5``."""
        if self.done:
            return "done"
        if self.skipped:
            return "skipped"
        if self.verdict is None:
            return "unknown" if self.fault else "to do"
        if self.verdict.status == "failed":
            return f"{self.verdict.points} of {self.verdict.of}"
        return self.verdict.status


class Progress:
    """The standings of a course."""

    def __init__(self, course: Course, desk: Desk) -> None:
        self.course = course
        self.desk = desk

    def standings(self, exercises: Iterable[Exercise], bar: Callable[[int], Bar] = no_bar) -> list[Standing]:
        """Where the learner is with each exercise; runs the checks of those that changed, under a bar."""
        chosen = list(exercises)
        kept = [self.kept(exercise) for exercise in chosen]
        stale = [place for place, standing in enumerate(kept) if standing is None]
        found = {place: standing for place, standing in enumerate(kept) if standing}
        if stale:
            with bar(len(stale)) as step, open_workers(self.course, self.desk) as workers:
                calls = [partial(self._check, workers, chosen[place]) for place in stale]
                for place, standing in as_they_end(calls, os.cpu_count() or 1):
                    found[stale[place]] = standing
                    step()
        return [found[place] for place in range(len(chosen))]

    def kept(self, exercise: Exercise) -> Standing | None:
        """The standing without running anything, or None when the checks have to run."""
        skipped = exercise.id in self.desk.skipped
        written = _read(exercise.answer)
        if written is None or exercise.is_untouched(written):
            return Standing(exercise, None, skipped)
        verdict = self._recall(exercise, fingerprint(exercise, written))
        return Standing(exercise, verdict, skipped) if verdict else None

    def check(self, workers: Workers, exercise: Exercise) -> Verdict:
        """Run the checks on the learner's answer and keep the verdict.

        Raises:
            GraderFault: the grader could not do its work.
        """
        before = _read(exercise.answer)
        verdict = workers.check(exercise, exercise.answer)
        # Saved meanwhile? Then nobody knows which of the two texts was checked.
        if before is not None and before == _read(exercise.answer):
            self._keep(exercise, fingerprint(exercise, before), verdict)
        return verdict

    def task_to_do(self, exercise: Exercise) -> int | None:
        """The task of the first check that does not pass; None when all do. Runs the checks if it has to.

        Raises:
            GraderFault: they could not be run.
        """
        (standing,) = self.standings([exercise])
        if standing.fault:
            raise GraderFault(standing.fault)
        if standing.verdict is None:
            return min(exercise.lesson.tasks, default=1)
        failure = standing.verdict.first_failure()
        return failure.task if failure else None

    def _check(self, workers: Workers, exercise: Exercise) -> Standing:
        skipped = exercise.id in self.desk.skipped
        try:
            return Standing(exercise, self.check(workers, exercise), skipped, fresh=True)
        except GraderFault as fault:
            return Standing(exercise, None, skipped, fresh=True, fault=str(fault))

    def _keep(self, exercise: Exercise, key: str, verdict: Verdict) -> None:
        body = asdict(verdict)
        self.desk.write(f"verdicts/{exercise.id}.json", {"for": key, "digest": _digest(body), "verdict": body})

    def _recall(self, exercise: Exercise, key: str) -> Verdict | None:
        kept = self.desk.read(f"verdicts/{exercise.id}.json")
        body = kept.get("verdict")
        # The digest makes a damaged file an absent one, so that what is read below has the shape that was written.
        if kept.get("for") != key or not isinstance(body, dict) or kept.get("digest") != _digest(body):
            return None
        checks = tuple(Check(**check) for check in body.pop("checks"))
        return Verdict(checks=checks, notes=tuple(body.pop("notes")), **body)


def open_workers(
    course: Course, desk: Desk, *, seconds: float | None = None, cold: bool = False, policy: PolicyMode = "off"
) -> Workers:
    """The workers of a course under its own key; ``seconds`` overrides the limit of every check."""
    from grader.worker import CAN_FORK, Limits, Workers

    return Workers(course, key=desk.key(), limits=Limits(check=seconds), warm=CAN_FORK and not cold, policy=policy)


def fingerprint(exercise: Exercise, answer: bytes) -> str:
    """A hash of the answer and of everything else that its verdict depends on."""
    solution = [exercise.stub, exercise.reference, *exercise.bank("right")]
    files = [exercise.checks_file, *exercise.support, *solution]
    parts = [("answer", answer), *((path.name, _read(path) or b"") for path in files)]
    return _hash(parts, _surroundings())


@cache
def _surroundings() -> bytes:
    """The grader's own source, Python, the packages, and settings such as where the database is."""
    from importlib.metadata import PackageNotFoundError, version

    def installed(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return "absent"

    home = Path(__file__).parent
    sources = [(str(path.relative_to(home)), _read(path) or b"") for path in sorted(home.rglob("*.py"))]
    settings = {name: value for name, value in os.environ.items() if name.startswith("KATA_")}
    facts = [sys.version, sorted(settings.items()), [(package, installed(package)) for package in PACKAGES]]
    return _hash([("facts", json.dumps(facts).encode()), *sources]).encode()


def _hash(parts: Sequence[tuple[str, bytes]], salt: bytes = b"") -> str:
    digest = sha256(salt)
    for name, data in parts:
        digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _digest(body: dict[str, Any]) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> bytes | None:
    """A file's bytes; None when it is absent, unreadable or no plain file (which could block for ever)."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
