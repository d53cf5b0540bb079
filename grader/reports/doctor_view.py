"""What the doctor found: one line a condition, and its cure below."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from grader.doctor import Condition
from grader.reports.terminal import Screen

_STYLES = {"ok": "green", "note": "yellow", "problem": "bold red"}


def show_conditions(screen: Screen, conditions: Iterable[Condition]) -> bool:
    """Print each condition as it is found, with the command that cures it; True when there is no problem."""
    well = True
    for condition in conditions:
        screen.hang(Text.assemble((f"{condition.level:7}", _STYLES[condition.level]), "  "), condition.text)
        if condition.cure:
            screen.line(f"         cure: {condition.cure}")
        well &= condition.level != "problem"
    return well
