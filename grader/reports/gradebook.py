"""A gradebook, written in every format: one function of this package each, and here only the files."""

from __future__ import annotations

import os
from pathlib import Path

from grader.classroom.gradebook import Gradebook
from grader.reports.gradebook_csv import csv_text
from grader.reports.gradebook_json import json_text
from grader.reports.gradescope_json import file_name, gradescope_text
from grader.reports.html_report import html_text
from grader.reports.junit_xml import junit_text


def write_all(gradebook: Gradebook, out: Path) -> list[Path]:
    """Write all reports into a folder, which is made if it is not there, and return their paths.

    Each file is whole at any moment, the old one or the new one. All but ``gradescope/`` are one file each.

    Raises:
        OSError: a file cannot be written.
    """
    texts = {
        out / "gradebook.csv": csv_text(gradebook),
        out / "gradebook.json": json_text(gradebook),
        out / "junit.xml": junit_text(gradebook),
        out / "report.html": html_text(gradebook),
    }
    for row in gradebook.rows:
        texts[out / "gradescope" / file_name(row.student.id)] = gradescope_text(row, gradebook)
    (out / "gradescope").mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        _write(path, text)
    return list(texts)


def _write(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(text.encode("utf-8"))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
