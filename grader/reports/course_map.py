"""The course map: how far you are, chapter by chapter, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from grader.course import Course
from grader.progress import Standing
from grader.reports.terminal import Screen
from grader.reports.words import name_of, pytest_command, shown


def show_map(screen: Screen, course: Course, standings: Sequence[Standing]) -> None:
    """Print the state of every exercise, the next one, and how many were checked for it."""
    found = {standing.exercise: standing for standing in standings}
    width = max((len(exercise.slug) for exercise in course.exercises), default=0)
    screen.line(f"{_done(standings)} done", "bold")
    for chapter in course.chapters:
        inside = [found[exercise] for exercise in chapter.exercises]
        screen.line()
        screen.line(Text.assemble((chapter.title, "bold"), f"  {_done(inside)}"))
        for standing in inside:
            _show_standing(screen, standing, width)
    screen.line()
    show_next(screen, standings)
    checked = sum(standing.fresh for standing in standings)
    unchanged = sum(standing.verdict is not None and not standing.fresh for standing in standings)
    screen.line()
    screen.line(f"Checked {checked} now, {unchanged} unchanged.", "dim")


def next_standing(standings: Sequence[Standing]) -> Standing | None:
    """The first exercise with something left to do. Bosses are offered beside it, never in the way."""
    return next((s for s in standings if s.open and not s.exercise.lesson.boss), None)


def open_boss(standings: Sequence[Standing], before: Standing | None) -> Standing | None:
    """The last boss on the way to ``before`` that is still to be beaten; any boss when nothing else is left."""
    bosses = [s for s in standings if s.open and s.exercise.lesson.boss]
    if before is None:
        return bosses[0] if bosses else None
    return next((s for s in reversed(bosses) if s.exercise.number < before.exercise.number), None)


def show_next(screen: Screen, standings: Sequence[Standing]) -> None:
    """Print what to work on: the next exercise, and the boss beside it."""
    following = next_standing(standings)
    boss = open_boss(standings, following)
    if following:
        screen.hang(Text.assemble(("Next: ", "bold")), _headline(following))
        screen.line(f"  lesson  {shown(following.exercise.lesson.path)}")
        show_work(screen, following)
    elif not boss:
        skipped = sum(standing.skipped and not standing.done for standing in standings)
        rest = f" {skipped} skipped: grader skip NN --undo brings one back." if skipped else ""
        screen.hang(Text(), f"Nothing left to do.{rest}")
    if boss:
        screen.hang(Text.assemble(("Boss: ", "bold")), _headline(boss))
        screen.line(f"  lesson  {shown(boss.exercise.lesson.path)}")


def show_work(screen: Screen, standing: Standing) -> None:
    """Print where to write the answer and how to check it."""
    exercise = standing.exercise
    missing = "" if exercise.answer.is_file() else f"  (missing: grader reset {exercise.short})"
    screen.line(f"  edit    {shown(exercise.answer)}{missing}")
    screen.line(f"  check   {pytest_command(exercise)}")
    screen.line(f"  hint    grader hint {exercise.short}")


def _show_standing(screen: Screen, standing: Standing, width: int) -> None:
    exercise = standing.exercise
    if standing.done:
        mark = "passed"
    elif standing.skipped:
        mark = "skipped"
    else:
        mark = "started" if standing.verdict else "waiting"
    name = f"{exercise.short} {exercise.slug:{width}}"
    start = Text.assemble("  ", screen.mark(mark), f" {name}  {standing.state:8}  ")
    idea = f"(boss) {exercise.lesson.idea}" if exercise.lesson.boss else exercise.lesson.idea
    screen.hang(start, idea, "dim")


def _headline(standing: Standing) -> str:
    idea = standing.exercise.lesson.idea
    return name_of(standing.exercise) + (f", {idea}" if idea else "")


def _done(standings: Sequence[Standing]) -> str:
    return f"{sum(standing.done for standing in standings)} of {len(standings)}"
