"""Gradebook: what a class earned, as plain data. Made by grading or from a journal, read by every report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.verdict import Verdict

NOT_GRADED = "not graded yet: the grader has not come to it, or failed. Grade the class again: only this is run"
"""The note of a verdict that stands for none, with the status ``review``: it is not zero."""


@dataclass(frozen=True)
class Column:
    """An exercise of the gradebook. ``of`` are the points to be had; ``checks`` maps each check's name to its title."""

    exercise: str
    title: str
    of: int
    checks: Mapping[str, str]


@dataclass(frozen=True)
class Student:
    """Who handed something in: ``id`` is unique in the class; name and address come from the roster."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Row:
    """One student's verdicts, by exercise: one for every column, also for what is missing.

    ``problems`` are lines about the submission as a whole: what was wrong with it and was left out.
    """

    student: Student
    verdicts: Mapping[str, Verdict]
    problems: Sequence[str] = ()

    @property
    def points(self) -> int:
        """Points earned in all exercises together."""
        return sum(verdict.points for verdict in self.verdicts.values())


@dataclass(frozen=True)
class Gradebook:
    """All rows, by the student's id, and all columns, by number.

    ``problems`` are lines about what belongs to no student; ``isolation`` is what held the runs.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    problems: Sequence[str] = ()
    isolation: str = ""

    @property
    def of(self) -> int:
        """Points to be had in all exercises together."""
        return sum(column.of for column in self.columns)
