"""The commands of an instructor."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.course import Course, Exercise
from grader.errors import Misuse

if TYPE_CHECKING:
    from grader.classroom.grading import Place
    from grader.classroom.journal import Journal
    from grader.classroom.plan import Plan, Rules
    from grader.reports.terminal import Screen

_FAULT, _STOPPED = 3, 130


def grade_class(
    submissions: Annotated[Path, typer.Argument(help="A folder or archive with a folder or archive per student.")],
    out: Annotated[Path, typer.Option(help="Where gradebook, reports and the journal go.")],
    jobs: Annotated[int | None, typer.Option(min=1, help="Runs at once.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="These exercises, such as 03,07.")] = None,
    roster: Annotated[Path | None, typer.Option(help="CSV with the columns id, name and email.")] = None,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="STUDENT:EXERCISE", help="Run this answer without the policy.")
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option(metavar="EXERCISE:NAME", help="A name that all answers to it may use.")
    ] = None,
    require_isolation: Annotated[
        bool, typer.Option("--require-isolation", help="Run nothing without namespaces.")
    ] = False,
    policy: Annotated[bool, typer.Option(help="Answers that use what is not on the lists are not run.")] = True,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Of a Dask scheduler.")] = None,
    limit: Annotated[float | None, typer.Option(min=0.1, help="Seconds that each check may take.")] = None,
) -> int:
    """Grade a class. What was graded before, and has not changed, is not run again.

    Example:  grader class submissions --out grades
    """
    from grader.classroom.book import read_gradebook, write_class
    from grader.classroom.intake import collect
    from grader.classroom.journal import Journal, alone_in, key_of
    from grader.classroom.plan import Rules, make_plan
    from grader.classroom.roster import read_roster
    from grader.reports.class_view import show_class
    from grader.reports.gradebook import write_all
    from grader.reports.terminal import Screen

    course, screen = Course.here(), Screen()
    exercises = _chosen(course, only or [])
    rules = Rules(policy, _allowed(course, allow or []), require_isolation, limit)
    listed = read_roster(roster) if roster else None
    _keep_apart(submissions, out)
    handed_in = collect(submissions, course, exercises)
    pairs = _accepted(course, accept or [])
    plan = make_plan(exercises, handed_in, listed, rules, pairs)
    _require_known(pairs, plan)
    with alone_in(out), Journal(out) as journal:
        write_class(out, plan, exercises)
        key = key_of(out)
        place = _place(course, key, rules, exercises, cluster, jobs or 2 * (os.cpu_count() or 1))
        try:
            faults = _run(screen, plan, journal, place)
        except KeyboardInterrupt:
            print(f"grader: to go on, type the same again: {_typed()}", file=sys.stderr)
            return _STOPPED
        gradebook = read_gradebook(out, journal.verdicts)
        show_class(screen, gradebook, write_all(gradebook, out), sys.argv[1:])
    if faults:
        print(
            f"grader: the grader itself failed at {len(faults)} of its runs, which says nothing about these answers "
            f"({next(iter(faults.values()))}). To run only them, type the same again: {_typed()}",
            file=sys.stderr,
        )
        return _FAULT
    return 0


def report(
    out: Annotated[Path, typer.Argument(help="The folder that was given to grader class as --out.")],
) -> int:
    """Make all reports of a graded class again. Nothing is run.

    Example:  grader report grades
    """
    from grader.classroom.book import read_gradebook
    from grader.classroom.journal import CLASS, Journal, alone_in
    from grader.reports.gradebook import write_all
    from grader.reports.terminal import Screen
    from grader.reports.words import shown

    if not (out / CLASS).is_file():
        raise Misuse(f"no class in {out}; to grade one: grader class SUBMISSIONS --out {out}")
    screen = Screen()
    with alone_in(out), Journal(out) as journal:
        files = write_all(read_gradebook(out, journal.verdicts), out)
    for path in files:
        screen.line(shown(path))
    return 0


def handout(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> int:
    """Write the course as students get it: without solutions, banks of answers, and tests.

    Example:  grader handout ../async-katas-students
    """
    from grader.classroom.handout import hand_out
    from grader.reports.terminal import Screen
    from grader.reports.words import shown

    course = Course.here()
    hand_out(course, folder)
    Screen().line(f"The course is in {shown(folder)}: {len(course.exercises)} exercises, without their solutions.")
    return 0


def _chosen(course: Course, only: list[str]) -> list[Exercise]:
    names = [name.strip() for text in only for name in text.split(",") if name.strip()]
    if only and not names:
        raise Misuse("--only names no exercise; for example: --only 03,07")
    chosen = {course.get(name) for name in names} if names else set(course.exercises)
    return sorted(chosen, key=lambda exercise: exercise.number)


def _allowed(course: Course, words: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    names: dict[str, set[str]] = {}
    for word in words:
        exercise, colon, name = word.partition(":")
        if not colon or not all(part.isidentifier() for part in name.split(".")):
            raise Misuse(f"--allow takes EXERCISE:NAME, such as 03:itertools.batched, not {word!r}")
        names.setdefault(course.get(exercise).id, set()).add(name)
    return tuple((exercise, tuple(sorted(found))) for exercise, found in sorted(names.items()))


def _accepted(course: Course, words: list[str]) -> frozenset[tuple[str, str]]:
    pairs = set()
    for word in words:
        student, colon, exercise = word.rpartition(":")
        if not colon or not student:
            raise Misuse(f"--accept takes STUDENT:EXERCISE, such as ada:03, not {word!r}")
        pairs.add((student, course.get(exercise).id))
    return frozenset(pairs)


def _require_known(pairs: frozenset[tuple[str, str]], plan: Plan) -> None:
    """Every student that is named has to be there: a mistyped name must not look as if it had been accepted."""
    from difflib import get_close_matches

    ids = [one.student.id for one in plan.enrolled]
    for student, _ in sorted(pairs):
        if student not in ids:
            nearest = ", ".join(get_close_matches(student, ids, 2, 0.4) or ids[:2])
            raise Misuse(f"--accept: no student {student!r} in this class; the nearest: {nearest}")


def _keep_apart(submissions: Path, out: Path) -> None:
    """The gradebook is nobody's submission."""
    if out.absolute().resolve().is_relative_to(submissions.absolute().resolve()):
        raise Misuse(f"{out} lies in {submissions}; name a folder outside of it with --out")


def _place(
    course: Course, key: bytes, rules: Rules, exercises: list[Exercise], address: str | None, jobs: int
) -> AbstractContextManager[Place]:
    if address is None:
        from grader.classroom.grading import this_machine

        return this_machine(course, key, rules, jobs)
    from grader.classroom.cluster import cluster

    return cluster(address, course, key, rules, tuple(exercise.id for exercise in exercises))


def _run(screen: Screen, plan: Plan, journal: Journal, place: AbstractContextManager[Place]) -> dict[str, str]:
    """Run what the journal does not have, under a bar."""
    from grader.classroom.grading import grade
    from grader.reports.class_view import kind_of
    from grader.verdict import Verdict

    for key, verdict in plan.known.items():
        if key not in journal:
            journal.add(key, verdict)
    todo = [job for key, job in plan.jobs.items() if key not in journal]
    screen.line(f"{len(todo)} to run, {len(plan.jobs) - len(todo)} unchanged.", "dim")
    if not todo:
        return {}
    counts = Counter({"passed": 0, "failed": 0, "review": 0})

    def seen(step: Callable[[Counter[str]], None], verdict: Verdict | None) -> None:
        if verdict:
            counts[kind_of(verdict)] += 1
        step(counts)

    with screen.tally("Grading", len(todo)) as step, place as opened:
        return dict(grade(todo, opened, journal, partial(seen, step)))


def _typed() -> str:
    return shlex.join(["grader", *sys.argv[1:]])
