"""A verdict for the learner: one line a check, then the first failure in full."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.text import Text

from grader.course import Exercise
from grader.desk import Desk
from grader.hints import LEVELS
from grader.reports.terminal import Screen
from grader.reports.words import name_of, pytest_command, shown, task_name
from grader.verdict import Check, Verdict

_MARKS = {"passed": "passed", "skipped": "skipped", "not_run": "waiting"}
_WORDS = {"failed": "FAILED", "timeout": "TIMED OUT", "died": "ENDED EARLY", "not_run": "NOT RUN"}


def show_verdict(
    screen: Screen,
    exercise: Exercise,
    verdict: Verdict,
    desk: Desk,
    *,
    everything: bool = False,
    as_json: bool = False,
) -> None:
    """Print a verdict. ``everything`` shows each failure in full, not just the first."""
    if as_json:
        print(json.dumps(verdict.as_json()))
        return
    idea = exercise.lesson.idea
    screen.line(name_of(exercise) + (f": {idea}" if idea else ""), "bold")
    for check in verdict.checks:
        note = f" (skipped: {check.message})" if check.outcome == "skipped" else ""
        start = Text.assemble("  ", screen.mark(_MARKS.get(check.outcome, "failed")), " ")
        screen.hang(start, (check.title or check.name) + note)
    points = "point" if verdict.of == 1 else "points"
    screen.line(f"  {verdict.points} of {verdict.of} {points}")
    failures = [check for check in verdict.checks if check.outcome not in ("passed", "skipped")]
    for note in verdict.notes:
        # The reason why nothing ran is a note, too, and is shown below.
        if note not in {check.message for check in failures}:
            screen.prose(note)
    if verdict.passed:
        screen.line()
        screen.line("Passed.", "green")
        screen.line(f"  why it works, and other ways  grader solution {exercise.short}")
        screen.line("  what comes next               grader next")
    elif all(check.outcome == "not_run" for check in failures):
        _show_unstarted(screen, exercise, verdict, failures)
    else:
        _show_failures(screen, exercise, failures, desk, everything)


def _show_unstarted(screen: Screen, exercise: Exercise, verdict: Verdict, failures: Sequence[Check]) -> None:
    """Nothing ran, and for one reason: say it once."""
    screen.line()
    screen.line(f"{name_of(exercise)}: {verdict.status}", "bold red")
    for check in failures[:1]:
        screen.prose(check.message)
        _show_details(screen, check)
    screen.line()
    if verdict.status == "missing":
        screen.line(f"  bring it back: grader reset {exercise.short}")
    else:
        screen.line(f"  edit   {shown(exercise.answer)}")
        screen.line(f"  check  {pytest_command(exercise)}")


def _show_failures(screen: Screen, exercise: Exercise, failures: Sequence[Check], desk: Desk, everything: bool) -> None:
    in_full = failures if everything else failures[:1]
    for check in in_full:
        screen.line()
        _show_failure(screen, exercise, check)
        seen = min(desk.hints_seen(exercise.id, check.task), LEVELS)
        task = "" if check is failures[0] else f" --task {check.task}"
        screen.line()
        screen.line(f"  Stuck? grader hint {exercise.short}{task}   ({seen} of {LEVELS} seen)")
    if rest := failures[len(in_full) :]:
        screen.line()
        screen.line(f"{len(rest)} more, in full with: grader check {exercise.short} --all", "bold")
        for check in rest:
            message = " ".join(check.message.partition("\n")[0].split())
            screen.hang(
                Text.assemble("  ", screen.mark(_MARKS.get(check.outcome, "failed")), " "), message or check.title
            )


def _show_failure(screen: Screen, exercise: Exercise, check: Check) -> None:
    title = task_name(exercise, check.task)
    word = _WORDS.get(check.outcome, check.outcome)
    gap = max(2, screen.width - len(title) - len(word))
    screen.line(Text.assemble((title, "bold"), " " * gap, (word, "bold red")))
    screen.prose(check.title)
    screen.line()
    screen.prose(check.message)
    _show_details(screen, check)


def _show_details(screen: Screen, check: Check) -> None:
    if check.details:
        screen.line()
        for line in check.details.splitlines():
            screen.line(f"  {line}".rstrip())
    elif check.where:
        screen.line(f"  {check.where}")
