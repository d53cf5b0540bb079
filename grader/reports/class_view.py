"""The end of ``grader class``: the class in a few lines, and what an instructor may want to do next."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from grader.classroom.gradebook import NOT_GRADED, Gradebook, Row
from grader.reports.terminal import Screen
from grader.reports.words import shown
from grader.verdict import Status, Verdict

_AT_MOST = 20
"""Lines of a kind. The reports have them all."""

_KINDS: dict[Status, str] = {
    "passed": "passed",
    "review": "review",
    "missing": "not handed in",
    "untouched": "not handed in",
}
_MARKS = {
    "passed": "passed",
    "failed": "failed",
    "review": "note",
    "not handed in": "waiting",
    "not graded": "started",
}


def kind_of(verdict: Verdict) -> str:
    """What a verdict counts as: ``passed``, ``failed``, ``review``, ``not handed in`` or ``not graded``."""
    return "not graded" if NOT_GRADED in verdict.notes else _KINDS.get(verdict.status, "failed")


def show_class(screen: Screen, gradebook: Gradebook, files: Sequence[Path], command: Sequence[str]) -> None:
    """Print the counts, the problems, what is to be reviewed and how, and where the reports are.

    ``command`` is what was typed after ``grader``: accepting an answer is the same with something added.
    """
    counts = Counter(kind_of(verdict) for row in gradebook.rows for verdict in row.verdicts.values())
    screen.line(f"{_count(len(gradebook.rows), 'student')}, {_count(len(gradebook.columns), 'exercise')}", "bold")
    for kind, mark in _MARKS.items():
        # What usually does not happen needs no line to say so.
        if counts[kind] or kind != "not graded":
            screen.line(Text.assemble("  ", screen.mark(mark), f" {kind:13} {counts[kind]:6}"))
    screen.hang(Text("  held by "), gradebook.isolation)
    _show_problems(screen, list(_problems(gradebook)))
    _show_reviews(screen, list(_reviews(gradebook)), command)
    if files:
        screen.line()
        screen.line("Reports", "bold")
        for path in _summed_up(files):
            screen.line(f"  {path}")


def _problems(gradebook: Gradebook) -> Iterator[tuple[str, str]]:
    for problem in gradebook.problems:
        yield "", problem
    for row in gradebook.rows:
        for problem in row.problems:
            yield row.student.id, problem


def _show_problems(screen: Screen, problems: Sequence[tuple[str, str]]) -> None:
    if problems:
        screen.line()
        screen.line(_count(len(problems), "problem"), "bold")
    for student, problem in problems[:_AT_MOST]:
        screen.hang(Text(f"  {student}: " if student else "  "), problem)
    _show_rest(screen, problems)


def _reviews(gradebook: Gradebook) -> Iterator[tuple[Row, str, Verdict]]:
    for row in gradebook.rows:
        for column in gradebook.columns:
            verdict = row.verdicts[column.exercise]
            if kind_of(verdict) == "review":
                yield row, column.title, verdict


def _show_reviews(screen: Screen, reviews: Sequence[tuple[Row, str, Verdict]], command: Sequence[str]) -> None:
    if not reviews:
        return
    screen.line()
    screen.line(f"{_count(len(reviews), 'answer')} to review: not run, and not zero", "bold")
    accept = []
    for row, title, _ in reviews[:_AT_MOST]:
        accept += ["--accept", f"{row.student.id}:{title.partition(' ')[0]}"]
    for row, title, verdict in reviews[:_AT_MOST]:
        check = verdict.first_failure()
        where = f"{check.where}: " if check and check.where else ""
        screen.hang(Text(f"  {row.student.id}, {title}: "), where + (check.message.partition("\n")[0] if check else ""))
    _show_rest(screen, reviews)
    screen.line("  read them, and run those that are harmless:")
    screen.line(f"    {shlex.join(['grader', *command, *accept])}")


def _show_rest(screen: Screen, lines: Sequence[object]) -> None:
    if len(lines) > _AT_MOST:
        screen.line(f"  and {len(lines) - _AT_MOST} more, in the reports")


def _summed_up(files: Sequence[Path]) -> Iterator[str]:
    """One line a file; many in one folder are one line."""
    folders = Counter(path.parent for path in files)
    for folder in sorted(folders):
        inside = sorted(path for path in files if path.parent == folder)
        if len(inside) > _AT_MOST // 2:
            yield f"{shown(folder)}/ ({len(inside)} files)"
        else:
            yield from map(shown, inside)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
