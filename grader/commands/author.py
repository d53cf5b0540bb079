"""The commands of an author, and of whoever sets up a machine."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from grader.course import Course
from grader.desk import Desk
from grader.progress import open_workers


def doctor() -> int:
    """Is this machine ready? One line for each condition, with its cure.

    Example:  grader doctor
    """
    from grader.doctor import examine
    from grader.reports.doctor_view import show_conditions
    from grader.reports.terminal import Screen

    screen = Screen()
    console = screen.console
    return int(not show_conditions(screen, examine(Course.find(Path.cwd()), console.width, console.encoding)))


def verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE...]", help="All, if none is named.")] = None,
    real_clock: Annotated[bool, typer.Option("--real-clock", help="Wait for real; answers only.")] = False,
    rounds: Annotated[int, typer.Option(min=1, help="How often to prove everything.")] = 1,
    load: Annotated[int, typer.Option(min=0, help="Processes that keep the machine busy meanwhile.")] = 0,
    jobs: Annotated[int | None, typer.Option(min=1, help="Runs at once.")] = None,
    pristine: Annotated[bool, typer.Option("--pristine", help="exercises/ must be as shipped, too.")] = False,
) -> int:
    """For authors: prove that checks refuse wrong answers and accept right ones, and that all texts agree.

    Example:  grader verify 03 --rounds 20 --load 8
    """
    from grader.reports.proof_view import show_findings, show_rounds
    from grader.reports.terminal import Screen
    from grader.verify import Court, prove_whole, verify_exercises
    from grader.verify.rounds import busy_loops

    course, screen = Course.here(), Screen()
    exercises = [course.get(name) for name in names] if names else course.exercises
    stray = [] if names else prove_whole(course)
    show_findings(screen, stray)
    # On the real clock the runs mostly sleep.
    # More than processors: some checks always wait in real time.
    threads = jobs or (os.cpu_count() or 1) * (4 if real_clock else 3)
    bar = partial(screen.bar, "Verifying")
    with open_workers(course, Desk(course.root)) as workers, busy_loops(load):
        court = Court(workers, real_clock)
        prove = partial(verify_exercises, course, exercises, court, pristine=pristine, threads=threads, bar=bar)
        held = show_rounds(screen, prove, rounds, load)
    return int(not held or bool(stray))
