"""gradebook.csv and gradebook.json, read back by other means than they were written."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import NoReturn

import pytest
from class_sample import HOSTILE, hostile, sample

from grader.classroom.gradebook import Gradebook, Row, Student
from grader.reports.gradebook_csv import csv_text
from grader.reports.gradebook_json import json_text

FIRST_COLUMNS = """\
id,name,email,points,of,03_gather,03_gather status,05_never_block,05_never_block status
ada,Ada Lovelace,ada@example.org,34,34,6,passed,7,passed
barbara,Barbara Liskov,barbara@example.org,25,34,2,failed,7,passed
edsger,Edsger W. Dijkstra,edsger@example.org,17,34,3,failed,0,untouched
grace,Grace Hopper,grace@example.org,18,34,,review,7,passed
linus,Linus T.,linus@example.org,1,34,0,hung,1,failed
margaret,Margaret Hamilton,margaret@example.org,28,34,2,failed,7,passed
niklaus,Niklaus Wirth,niklaus@example.org,0,34,0,broken,0,untouched
radia,Radia Perlman,radia@example.org,22,34,0,crashed,7,passed
tim,,,14,34,5,failed,0,missing
"""


def table(book: Gradebook) -> list[list[str]]:
    """The rows, read as a program would."""
    text = csv_text(book).encode("utf-8").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def strict_json(text: str) -> dict:
    """The content, read by a reader that refuses what is no JSON."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    return json.loads(text.encode("utf-8"), parse_constant=refuse)


def one_student(name: str) -> Gradebook:
    """The sample with a single student of that name."""
    book = sample()
    return replace(book, rows=[Row(Student("id", name), book.rows[0].verdicts)])


def test_the_table_reads_well():
    """A row a student, and for each exercise its points and its status; points to decide are empty, not zero."""
    assert [row[:9] for row in table(sample())] == list(csv.reader(FIRST_COLUMNS.splitlines()))


def test_excel_sees_utf8():
    """The file begins with a byte order mark and its lines end as RFC 4180 says."""
    data = csv_text(one_student("Zoë")).encode()
    assert data.startswith(b"\xef\xbb\xbfid,")
    assert data.count(b"\r\n") == 2
    assert table(one_student("Zoë"))[1][1] == "Zoë"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_begins_as_a_formula(start: str):
    """Whatever would make a spreadsheet compute stands behind an apostrophe."""
    cell = table(one_student(f'{start}HYPERLINK("http://x")'))[1][1]
    assert cell[0] == "'"
    assert cell.endswith('HYPERLINK("http://x")')


def test_no_formula_hides_behind_a_semicolon():
    """Where the comma is the decimal sign, a spreadsheet cuts cells at semicolons."""
    assert table(one_student("Doe; =cmd()"))[1][1] == "Doe; '=cmd()"


def test_names_are_otherwise_left_alone():
    """A hyphen, a plus, an at sign or a quote inside is no formula."""
    for name in ("Anne-Marie O'Neil", "a+b@example.org", 'the "real" one, really', "李雷"):
        assert table(one_student(name))[1][1] == name


def test_a_hostile_class_is_a_table():
    """As many rows as students, all of one length, and no cell with a control character or a formula."""
    rows = table(hostile())
    assert len(rows) == 1 + len(hostile().rows)
    assert {len(row) for row in rows} == {7}
    for cell in (cell for row in rows for cell in row):
        assert cell.isprintable()
        assert not cell.startswith(("=", "+", "-", "@"))


def test_the_json_holds_each_verdict_as_check_prints_it():
    """Columns in order, rows in order, a verdict for every column, and a schema number."""
    book = sample()
    content = strict_json(json_text(book))
    assert content["schema"] == 1
    assert content["isolation"] == book.isolation
    assert content["problems"] == book.problems
    assert [column["exercise"] for column in content["columns"]] == [column.exercise for column in book.columns]
    for found, row in zip(content["rows"], book.rows, strict=True):
        assert (found["id"], found["points"], found["of"]) == (row.student.id, row.points, book.of)
        assert found["problems"] == list(row.problems)
        assert found["verdicts"] == [row.verdicts[column.exercise].as_json() for column in book.columns]


def test_the_json_of_a_hostile_class_is_strict():
    """No NaN and no half of a character; all other text comes back as it was."""
    book = hostile()
    check = replace(book.rows[0].verdicts["03_gather"].checks[0], seconds=float("nan"), virtual_seconds=float("inf"))
    verdict = replace(book.rows[0].verdicts["03_gather"], checks=[check])
    rows = [replace(book.rows[0], verdicts={"03_gather": verdict}), *book.rows[1:]]
    content = strict_json(json_text(replace(book, rows=rows)))
    assert content["rows"][0]["verdicts"][0]["checks"][0]["seconds"] is None
    expected = [text.replace("\ud83d", "\ufffd") for text in HOSTILE.values()]
    assert [row["name"] for row in content["rows"]][: len(expected)] == expected
