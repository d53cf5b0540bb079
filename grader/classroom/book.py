"""The class on the disk: ``OUT/class.json`` says who is in it and which line of the journal each verdict is.

With the journal it is all that reports need: they can be made again without the submissions, or the course.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from grader.classroom.gradebook import NOT_GRADED, Column, Gradebook, Row, Student
from grader.classroom.journal import CLASS
from grader.classroom.plan import Enrolled, Plan
from grader.course import Exercise
from grader.desk import replace as replace_file
from grader.errors import Misuse
from grader.verdict import Verdict
from grader.worker.judge import not_started

_SCHEMA = 1
_NOT_RUN = "none: nothing was run"


def write_class(out: Path, plan: Plan, exercises: Iterable[Exercise]) -> None:
    """Write down who is in the class, before anything is run."""
    record = {
        "schema": _SCHEMA,
        "columns": [asdict(column) for column in plan.columns],
        "ungraded": {
            exercise.id: replace(
                not_started(exercise.id, exercise.checks, "review", NOT_GRADED), notes=(NOT_GRADED,)
            ).as_record()
            for exercise in exercises
        },
        "enrolled": [asdict(one) for one in plan.enrolled],
        "problems": list(plan.problems),
    }
    replace_file(out / CLASS, json.dumps(record).encode("ascii"))


def read_gradebook(out: Path, verdicts: Mapping[str, Verdict]) -> Gradebook:
    """The gradebook of a class from what was written down, and the verdicts of its journal.

    What is not graded yet is a ``review`` that says so: not run, and not zero.

    Raises:
        Misuse: there is no class in this folder.
    """
    record = _read(out / CLASS)
    try:
        ungraded = {name: Verdict.of_record(verdict) for name, verdict in record["ungraded"].items()}
        columns = [Column(**column) for column in record["columns"]]
        rows = [_row(one, verdicts, ungraded) for one in record["enrolled"]]
        return Gradebook(columns, rows, record["problems"], _isolation(rows))
    except (TypeError, KeyError, AttributeError) as error:
        raise Misuse(
            f"{out / CLASS} is from another version of the grader, or damaged: grade the class again"
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Misuse(f"no class in {path.parent}; to grade one: grader class SUBMISSIONS --out {path.parent}") from None
    except (OSError, ValueError) as error:
        raise Misuse(f"{path} cannot be read: {error}; grade the class again") from error
    return record if isinstance(record, dict) else {}


def _row(one: Mapping[str, Any], verdicts: Mapping[str, Verdict], ungraded: Mapping[str, Verdict]) -> Row:
    enrolled = Enrolled(Student(**one["student"]), one["cells"], one["problems"])
    # A key says everything but whose answer it is: the same verdict may stand in many rows.
    found = {name: verdicts.get(key, ungraded[name]) for name, key in enrolled.cells.items()}
    return Row(enrolled.student, found, enrolled.problems)


def _isolation(rows: Sequence[Row]) -> str:
    held = {verdict.isolation for row in rows for verdict in row.verdicts.values()} - {_NOT_RUN}
    return "; ".join(sorted(held)) or _NOT_RUN


def without_times(gradebook: Gradebook) -> Gradebook:
    """The gradebook as it is the same whenever and wherever the class is graded."""
    rows = [
        replace(row, verdicts={name: _timeless(verdict) for name, verdict in row.verdicts.items()})
        for row in gradebook.rows
    ]
    return replace(gradebook, rows=rows)


def _timeless(verdict: Verdict) -> Verdict:
    return replace(verdict, checks=tuple(replace(check, seconds=0.0) for check in verdict.checks))
