"""gradescope/STUDENT.json: what Gradescope reads as results.json, with the fields of its documentation and no other.

The specification: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from grader.classroom.gradebook import Column, Gradebook, Row
from grader.reports.legible import legible, one_line
from grader.verdict import Check, Verdict

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?", re.ASCII)
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_STEM = 40


def file_name(student: str) -> str:
    """The name of a student's file, safe on every file system.

    A plain id (at most 64 of ``a-z 0-9 . _ @ -``, a letter or a digit at both ends) is its own name. Any other keeps
    what it can, with ``_`` for the rest, and gets ``~`` and 16 hex digits of the SHA-256 of the id. So two students
    never share a file, also where ``Ada`` and ``ada`` are one name, and no id leads out of the folder.
    """
    if _PLAIN.fullmatch(student) and not _DEVICE.fullmatch(student):
        return f"{student}.json"
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{_UNSAFE.sub('_', student).lstrip('-')[:_STEM]}~{digest}.json"


def gradescope_text(row: Row, gradebook: Gradebook) -> str:
    """The results of one student as text."""
    results = {
        "score": row.points,
        "output": legible(_output(row, gradebook)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(check, number, column)
            for column in gradebook.columns
            for number, check in enumerate(row.verdicts[column.exercise].checks, start=1)
        ],
    }
    return json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _output(row: Row, gradebook: Gradebook) -> str:
    """What is to be said about all of it, and about exercises as a whole."""
    lines = [f"{row.points} of {gradebook.of} points.", *row.problems]
    lines += [_about(row.verdicts[column.exercise], column) for column in gradebook.columns]
    return "\n".join(filter(None, lines))


def _about(verdict: Verdict, column: Column) -> str:
    if verdict.status == "review":
        return f"{column.exercise}: the instructor has to look at it before it is run."
    return "" if verdict.status in ("passed", "failed") else f"{column.exercise}: {verdict.status}."


def _test(check: Check, number: int, column: Column) -> dict[str, Any]:
    skipped = check.outcome == "skipped"
    test: dict[str, Any] = {
        "name": one_line(f"{column.exercise}: {check.title or check.name}"),
        "name_format": "text",
        "number": f"{column.exercise.partition('_')[0]}.{number}",
        "score": check.points,
        "max_score": 0 if skipped else check.of,
        "output": legible(_words(check)),
        "output_format": "text",
        "visibility": "visible",
    }
    # It knows passed and failed. A skipped check is neither, and the field is optional.
    return test if skipped else test | {"status": "passed" if check.outcome == "passed" else "failed"}


def _words(check: Check) -> str:
    if check.outcome == "passed":
        return ""
    start = "" if check.outcome == "failed" else f"{check.outcome.replace('_', ' ')}: "
    return start + "\n\n".join(filter(None, [check.message, check.details or check.where]))
