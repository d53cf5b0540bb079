"""gradebook.csv: a row a student, for a spreadsheet or the gradebook of a learning platform.

It begins with a byte order mark. Without it Excel reads the file in the code page of the machine and spoils every name
with an accent, and says nothing. Programs open it with ``encoding="utf-8-sig"``, or read gradebook.json.
"""

from __future__ import annotations

import csv
import io
import re

from grader.classroom.gradebook import Gradebook
from grader.reports.legible import one_line
from grader.verdict import Verdict

_FORMULA = re.compile(r"(^|;\s*)(?=[=+\-@\t\r\n＝＋－＠])")
"""Where a spreadsheet would begin to compute: at the start of a cell, in some languages in its wide form too, and
after a semicolon, which ends a cell where the comma is the decimal sign."""


def csv_text(gradebook: Gradebook) -> str:
    """The file as text.

    A cell of points is empty while somebody still has to decide: an answer in review was not run, which is not zero.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    names = [name for column in gradebook.columns for name in (column.exercise, f"{column.exercise} status")]
    writer.writerow(["id", "name", "email", "points", "of", *names])
    for row in gradebook.rows:
        student = row.student
        cells = [_cell(student.id), _cell(student.name), _cell(student.email), row.points, gradebook.of]
        for column in gradebook.columns:
            verdict = row.verdicts[column.exercise]
            cells += [_points(verdict), verdict.status]
        writer.writerow(cells)
    return "\ufeff" + file.getvalue()


def _points(verdict: Verdict) -> int | str:
    return "" if verdict.status == "review" and not verdict.points else verdict.points


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe says that what follows is text."""
    return one_line(_FORMULA.sub(r"\1'", text))
