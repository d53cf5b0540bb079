"""What there is to run: from what was handed in to jobs, each under a key that says all that its verdict depends on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from grader.classroom.answers import Answers
from grader.classroom.gradebook import Column, Student
from grader.classroom.intake import HandedIn
from grader.classroom.roster import Roster
from grader.course import Exercise
from grader.progress import fingerprint
from grader.reports.words import name_of
from grader.verdict import Verdict
from grader.worker.judge import not_started

_NOTHING = "nothing was handed in"


@dataclass(frozen=True)
class Rules:
    """How answers are run: all that a verdict depends on beside the answer and the exercise.

    ``allow`` are names that the policy accepts in an exercise beside its own; ``limit`` is for each check, in seconds
    of the real clock.
    """

    policy: bool = True
    allow: tuple[tuple[str, tuple[str, ...]], ...] = ()
    require_isolation: bool = False
    limit: float | None = None

    @property
    def allowed(self) -> dict[str, frozenset[str]]:
        """The names by exercise."""
        return {exercise: frozenset(names) for exercise, names in self.allow}


@dataclass(frozen=True)
class Job:
    """One run: plain data, so that it can travel. ``accepted``: run it although the policy does not know it."""

    key: str
    exercise: str
    answer: bytes
    accepted: bool = False


@dataclass(frozen=True)
class Enrolled:
    """One student of the class: where to find each verdict, by exercise, and lines about the submission."""

    student: Student
    cells: Mapping[str, str]
    problems: Sequence[str] = ()


@dataclass
class Plan:
    """The whole class: who is in it, what has to be run, and what is known without running anything."""

    columns: Sequence[Column]
    enrolled: Sequence[Enrolled]
    problems: Sequence[str]
    jobs: dict[str, Job] = field(default_factory=dict)
    known: dict[str, Verdict] = field(default_factory=dict)


def make_plan(
    exercises: Sequence[Exercise],
    handed_in: HandedIn,
    roster: Roster | None,
    rules: Rules,
    accepted: frozenset[tuple[str, str]],
) -> Plan:
    """The plan for a class. ``accepted`` are pairs of a student's and an exercise's id.

    Two students with the same bytes share a job, and so does everybody who handed in nothing.
    """
    keys = _Keys(exercises, rules)
    columns = [_column(exercise) for exercise in exercises]
    problems = [*handed_in.problems, *(roster.problems if roster else ())]
    plan = Plan(columns, [], problems)
    enrolled = []
    present = set()
    for submission in handed_in.submissions:
        listed = roster.find(submission.id) if roster else None
        student = listed or Student(submission.id)
        present.add(student.id)
        lines = list(submission.answers.problems)
        if roster and not listed:
            lines.insert(0, "not on the roster")
        cells = _cells(plan, keys, student, submission.answers, accepted)
        enrolled.append(Enrolled(student, cells, lines))
    for student in roster.students if roster else ():
        if student.id not in present:
            nothing = Answers(missing={exercise.id: _NOTHING for exercise in exercises})
            enrolled.append(Enrolled(student, _cells(plan, keys, student, nothing, accepted)))
    plan.enrolled = sorted(enrolled, key=lambda one: one.student.id)
    return plan


def course_digest(exercises: Iterable[Exercise]) -> str:
    """A hash of all that verdicts on these exercises depend on beside the answers: equal on two machines, or not."""
    return sha256("".join(_base(exercise) for exercise in exercises).encode()).hexdigest()


class _Keys:
    def __init__(self, exercises: Sequence[Exercise], rules: Rules) -> None:
        self.exercises = exercises
        self._base = {exercise.id: _base(exercise) for exercise in exercises}
        self._rules = asdict(rules)

    def of(self, exercise: Exercise, kind: str, content: bytes, accepted: bool = False) -> str:
        # A name that is allowed in one exercise changes no other.
        allow = [names for name, names in self._rules["allow"] if name == exercise.id]
        facts = [self._base[exercise.id], {**self._rules, "allow": allow}, kind, accepted, sha256(content).hexdigest()]
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _base(exercise: Exercise) -> str:
    """Of the exercise, the grader, Python and the packages; the known wrong answers guard against false marks."""
    wrong = b"".join(path.read_bytes() for path in exercise.bank("wrong"))
    return sha256(fingerprint(exercise, b"").encode() + wrong).hexdigest()


def _cells(
    plan: Plan, keys: _Keys, student: Student, answers: Answers, accepted: frozenset[tuple[str, str]]
) -> dict[str, str]:
    cells = {}
    for exercise in keys.exercises:
        if (source := answers.found.get(exercise.id)) is not None:
            run_anyway = (student.id, exercise.id) in accepted
            key = keys.of(exercise, "answer", source, run_anyway)
            plan.jobs[key] = Job(key, exercise.id, source, run_anyway)
        else:
            reason = answers.missing.get(exercise.id, f"there is no {exercise.answer.name}")
            key = keys.of(exercise, "missing", reason.encode("utf-8", "backslashreplace"))
            plan.known[key] = not_started(exercise.id, exercise.checks, "missing", reason)
        cells[exercise.id] = key
    return cells


def _column(exercise: Exercise) -> Column:
    running = sys.version_info[:2]
    points = sum(spec.points for spec in exercise.checks if not spec.skip_reason(running))
    return Column(exercise.id, name_of(exercise), points, {spec.name: spec.title for spec in exercise.checks})
