"""The commands of a learner."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.course import Course
from grader.desk import Desk
from grader.errors import GraderFault, Misuse
from grader.progress import Progress, Standing, open_workers
from grader.reports.words import name_of, shown

if TYPE_CHECKING:
    from grader.reports.terminal import Screen

ExerciseName = Annotated[str, typer.Argument(metavar="EXERCISE", help="Such as 03, gather or exercises/03_gather.")]


def course_map(context: typer.Context) -> int:
    """Graded katas for asyncio and async SQLAlchemy.

    Without a command: how far you are, and what comes next. Progress is what the checks say about your files,
    so there is nothing to mark as done.
    """
    if context.invoked_subcommand:
        return 0
    from grader.reports.course_map import show_map

    course, desk, screen = _here()
    standings = Progress(course, desk).standings(course.exercises, partial(screen.bar, "Checking"))
    show_map(screen, course, standings)
    return _end(desk, standings)


def next_lesson() -> int:
    """Read the lesson of the next exercise.

    Example:  grader next
    """
    from grader.reports.course_map import next_standing, show_next
    from grader.reports.help_view import show_lesson

    course, desk, screen = _here()
    standings = Progress(course, desk).standings(course.exercises, partial(screen.bar, "Checking"))
    if standing := next_standing(standings):
        show_lesson(screen, standing)
    else:
        show_next(screen, standings)
    return _end(desk, standings)


def check(
    names: Annotated[list[str], typer.Argument(metavar="EXERCISE...", help="One or several.")],
    answer: Annotated[Path | None, typer.Option(help="Check this file instead of the exercise's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as one JSON object.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show every failure in full.")] = False,
    real_clock: Annotated[bool, typer.Option("--real-clock", help="Wait for real.")] = False,
    limit: Annotated[float | None, typer.Option(min=0.1, help="Seconds that each check may take.")] = None,
    cold: Annotated[bool, typer.Option("--cold", help="A fresh Python for each run: slower, forks nothing.")] = False,
    policy: Annotated[bool, typer.Option("--policy", help="Read it first, as an instructor's grading does.")] = False,
) -> int:
    """Check an answer. Exit status 0: passed, 1: not passed.

    Example:  grader check 03
    """
    from grader.reports.verdict_view import show_verdict

    course, desk, screen = _here()
    exercises = [course.get(name) for name in names]
    if len(exercises) > 1 and (answer or as_json):
        raise Misuse("--answer and --json take one exercise; name just one")
    if answer and not answer.is_file():
        raise Misuse(f"no file {answer}; --answer takes the path of an answer")
    passed = True
    with open_workers(course, desk, seconds=limit, cold=cold, policy="on" if policy else "off") as workers:
        for exercise in exercises:
            with screen.bar("Checking", 1):
                if answer or real_clock or limit or policy:
                    verdict = workers.check(exercise, (answer or exercise.answer).absolute(), real_clock=real_clock)
                else:
                    verdict = Progress(course, desk).check(workers, exercise)
            show_verdict(screen, exercise, verdict, desk, everything=everything, as_json=as_json)
            passed &= verdict.passed
    return _end(desk) or int(not passed)


def hint(
    name: ExerciseName,
    task: Annotated[int | None, typer.Option(help="A task of the lesson; else the first that fails.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Show those that you have seen.")] = False,
) -> int:
    """Show the next hint for the first task that fails. There are three for each task.

    Example:  grader hint 03
    """
    from grader.hints import next_hint, seen_hints
    from grader.reports.help_view import show_hints

    course, desk, screen = _here()
    exercise = course.get(name)
    chosen = task if task is not None else Progress(course, desk).task_to_do(exercise)
    if chosen is None:
        screen.line(f"{name_of(exercise)} passes. A hint all the same: grader hint {exercise.short} --task 1")
        return 0
    hints = seen_hints(exercise, chosen, desk) if again else [next_hint(exercise, chosen, desk)]
    show_hints(screen, exercise, chosen, hints)
    return _end(desk)


def solution(
    name: ExerciseName,
    give_up: Annotated[bool, typer.Option("--give-up", help="Show it although the checks do not pass.")] = False,
) -> int:
    """Show the solution and the other ways, once your answer passes.

    Example:  grader solution 03
    """
    from grader.reports.help_view import show_solution

    course, desk, screen = _here()
    exercise = course.get(name)
    if not exercise.reference.is_file():
        raise Misuse(f"no solution of {exercise.id} here: your instructor keeps it")
    if not give_up and Progress(course, desk).task_to_do(exercise) is not None:
        screen.line(f"The solution of {name_of(exercise)} is shown after passing, or with --give-up.")
        return 1
    show_solution(screen, exercise)
    return 0


def reset(name: ExerciseName) -> int:
    """Start an exercise again. What you wrote is kept, and you are told where.

    Example:  grader reset 03
    """
    from grader.reset import restore_stub

    course, desk, screen = _here()
    exercise = course.get(name)
    was_missing = not exercise.answer.is_file()
    if backup := restore_stub(exercise, desk):
        screen.line(f"{shown(exercise.answer)} is the stub again. Your answer is kept in {shown(backup)}")
    elif was_missing:
        screen.line(f"{shown(exercise.answer)} was missing. The stub is there again.")
    else:
        screen.line(f"Nothing to reset: {shown(exercise.answer)} is still the stub.")
    return 0


def skip(
    name: ExerciseName,
    undo: Annotated[bool, typer.Option("--undo", help="Bring it back.")] = False,
) -> int:
    """Leave out an exercise, such as a boss: it is no longer offered.

    Example:  grader skip 06
    """
    course, desk, screen = _here()
    exercise = course.get(name)
    if not desk.skip(exercise.id, not undo):
        raise Misuse(f"{desk.trouble}; make it writable and try again")
    what = "back." if undo else f"skipped. To bring it back: grader skip {exercise.short} --undo"
    screen.line(f"{name_of(exercise)} is {what}")
    return 0


def _here() -> tuple[Course, Desk, Screen]:
    from grader.reports.terminal import Screen

    course = Course.here()
    return course, Desk(course.root), Screen()


def _end(desk: Desk, standings: list[Standing] | None = None) -> int:
    """Say what the grader could not do, after what it could."""
    if desk.trouble:
        print(f"grader: note: {desk.trouble}; nothing is remembered", file=sys.stderr)
    for standing in standings or ():
        if standing.fault:
            raise GraderFault(f"{name_of(standing.exercise)}: {standing.fault}")
    return 0
