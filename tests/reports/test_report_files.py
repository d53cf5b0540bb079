"""The folder of reports: which files there are, and that each is whole at any moment."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from class_sample import hostile, sample

from grader.classroom.gradebook import Gradebook
from grader.reports.gradebook import write_all
from grader.verdict import Verdict


def test_all_reports_are_written_into_a_new_folder(tmp_path: Path):
    """One file a format, one a student for Gradescope, and nothing else; the paths are returned."""
    out = tmp_path / "new" / "out"
    paths = write_all(sample(), out)
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert found == {path.relative_to(out).as_posix() for path in paths}
    one_each = {"gradebook.csv", "gradebook.json", "junit.xml", "report.html"}
    assert found - one_each == {f"gradescope/{row.student.id}.json" for row in sample().rows}


def test_the_same_gradebook_gives_the_same_bytes(tmp_path: Path):
    """All files, written twice."""
    first, second = write_all(sample(), tmp_path / "1"), write_all(sample(), tmp_path / "2")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_only_seconds_of_the_real_clock_may_differ(tmp_path: Path):
    """A slower run changes ``seconds`` in gradebook.json and ``time`` in junit.xml, and no other file."""

    def slower(verdict: Verdict) -> Verdict:
        return replace(verdict, checks=[replace(check, seconds=check.seconds + 1) for check in verdict.checks])

    book = sample()
    rows = [replace(row, verdicts={key: slower(found) for key, found in row.verdicts.items()}) for row in book.rows]
    first, second = write_all(book, tmp_path / "1"), write_all(replace(book, rows=rows), tmp_path / "2")
    differ = {old.name for old, new in zip(first, second, strict=True) if old.read_bytes() != new.read_bytes()}
    assert differ == {"gradebook.json", "junit.xml"}


def test_a_report_that_cannot_be_written_leaves_the_old_one_whole(tmp_path: Path):
    """Something is in the way of one file: an error, no half-written file, and the others are as they were."""
    write_all(sample(), tmp_path)
    before = (tmp_path / "gradebook.csv").read_bytes()
    (tmp_path / "gradebook.json").unlink()
    (tmp_path / "gradebook.json").mkdir()
    with pytest.raises(OSError, match=r"gradebook\.json"):
        write_all(sample(), tmp_path)
    assert (tmp_path / "gradebook.csv").read_bytes() == before
    assert [path for path in tmp_path.rglob("*") if path.name.endswith(".new")] == []


def test_reports_of_a_hostile_class_are_written(tmp_path: Path):
    """No text of a submission keeps a file from being written, as UTF-8, or takes it out of the folder."""
    paths = write_all(hostile(), tmp_path)
    assert len(set(paths)) == len(paths) == 4 + len(hostile().rows)
    for path in paths:
        assert path.resolve().is_relative_to(tmp_path.resolve())
        assert path.read_bytes().decode("utf-8")


def test_reports_of_an_empty_class_are_written(tmp_path: Path):
    """No student and no exercise: every file is there and parses."""
    paths = write_all(Gradebook([], []), tmp_path)
    assert {path.name for path in paths} == {"gradebook.csv", "gradebook.json", "junit.xml", "report.html"}
    assert json.loads((tmp_path / "gradebook.json").read_text("utf-8"))["rows"] == []
