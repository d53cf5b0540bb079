"""gradescope/STUDENT.json: the documented fields, and file names for any student id."""

from __future__ import annotations

import json

import pytest
from class_sample import HOSTILE, hostile, sample

from grader.reports.gradescope_json import file_name, gradescope_text

TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
    "extra_data",
}  # fmt: skip
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


def results(student: str) -> dict:
    """What Gradescope gets for a student of the sample."""
    book = sample()
    row = next(row for row in book.rows if row.student.id == student)
    return json.loads(gradescope_text(row, book))


@pytest.mark.parametrize("book", [sample(), hostile()], ids=["sample", "hostile"])
def test_only_documented_fields_and_values_are_used(book):
    """Of the whole and of each test; scores are numbers that add up."""
    for row in book.rows:
        found = json.loads(gradescope_text(row, book).encode("utf-8"))
        assert found.keys() <= TOP
        assert {found["output_format"], found["test_output_format"], found["test_name_format"]} <= FORMATS
        assert {found["visibility"], found["stdout_visibility"]} <= VISIBILITIES
        for test in found["tests"]:
            assert test.keys() <= TEST
            assert test.get("status") in (None, "passed", "failed")
            assert test["output_format"] in FORMATS
            assert test["visibility"] in VISIBILITIES
            assert 0 <= test["score"] <= test["max_score"]
        assert found["score"] == row.points == sum(test["score"] for test in found["tests"])


def test_a_student_reads_each_failure_in_full():
    """The name of a test is the sentence of the check, its output message, picture and line."""
    test = results("barbara")["tests"][0]
    assert test["name"].startswith("03_gather: All three stations are waited for at the same time")
    assert (test["number"], test["score"], test["max_score"], test["status"]) == ("03.1", 0, 2, "failed")
    assert test["output"].startswith("They ran one after another: start all three before you await the first.\n")
    assert "first   |====" in test["output"]
    assert "gather.py:" in test["output"]


def test_what_is_wrong_with_a_whole_exercise_or_submission_is_said_first():
    """The output of the whole: points, problems, and what has no verdict yet or never will."""
    assert results("tim")["output"].splitlines() == [
        "14 of 34 points.",
        "two answers to 10_timeout: exercises/10_timeout/timeout.py counts",
        "05_never_block: missing.",
        "07_task_group: missing.",
    ]
    assert "03_gather: the instructor has to look at it before it is run." in results("grace")["output"]


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("ada", "ada.json"),
        ("ada.lovelace@example.org", "ada.lovelace@example.org.json"),
        ("2024-117_b", "2024-117_b.json"),
        ("Ada Lovelace", "Ada_Lovelace~7674021617159190.json"),
    ],
)
def test_plain_ids_are_their_own_file_name(student: str, name: str):
    """Others keep what they can and get a digest of the id."""
    assert file_name(student) == name


def test_no_two_ids_share_a_file_and_none_leaves_the_folder():
    """Also on file systems that do not tell case apart, and for names that Windows reserves."""
    ids = [
        *HOSTILE.values(), "ada", "Ada", "ADA", "../ada", "..", ".", "", "/etc/passwd", "a/b", "a\\b", "a:b", "a_b",
        "con", "con.txt", "aux", "-rf", ".hidden", "ada.", "ada ", "é", "e\u0301", "é" * 200, "x" * 300, "~", "ada~",
        file_name("Ada").removesuffix(".json"),
    ]  # fmt: skip
    names = [file_name(student) for student in ids]
    assert len({name.lower() for name in names}) == len(ids)
    for name in names:
        assert name.isascii()
        assert name.isprintable()
        assert len(name) <= 80
        assert not set(name) & set('/\\:*?"<>| ')
        assert name[0] not in ".-"
        assert name.split(".")[0] not in ("con", "aux")
