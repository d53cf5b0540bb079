"""The roster, as spreadsheets and course systems write it."""

from __future__ import annotations

import pytest
from classroom.school import School

from grader.classroom.gradebook import Student

ADA, BOB = Student("ada", "Ada Lovelace", "ada@example.org"), Student("bob", "Bob", "bob@example.org")
ROSTERS = {
    "plain": b"id,name,email\nada,Ada Lovelace,ada@example.org\nbob,Bob,bob@example.org\n",
    "excel": "\ufeffID;Full Name;E-Mail\r\nada;Ada Lovelace;ada@example.org\r\nbob;Bob;bob@example.org\r\n".encode(),
    "sep": b"sep=;\nid;name;email\nada;Ada Lovelace;ada@example.org\nbob;Bob;bob@example.org\n",
    "utf-16": "ID\tName\tEmail\nada\tAda Lovelace\tada@example.org\nbob\tBob\tbob@example.org\n".encode("utf-16"),
    "other columns": b'Section,"Last, First",Email Address,Student ID,First name,Last name\n'
    b"1,x,ada@example.org,ada,Ada,Lovelace\n\n2,y,bob@example.org,bob,Bob,\n",
    "spaces": b" id , name , email \n ada , Ada Lovelace , ada@example.org \nbob,Bob,bob@example.org\n,,\n",
}


@pytest.mark.parametrize("kind", ROSTERS)
def test_students_get_their_names(school: School, kind: str) -> None:
    """Whatever the columns are called, in whatever order, with any separator and encoding."""
    school.hands_in("ada/tea.py")
    roster = school.root / "roster.csv"
    roster.write_bytes(ROSTERS[kind])

    printed = school.grades("--only", "01", "--roster", str(roster))

    assert (printed.status, printed.err) == (0, "")
    assert [row.student for row in school.gradebook().rows] == [ADA, BOB]


def test_who_handed_in_nothing_has_a_row_and_who_is_not_listed_a_line(school: School) -> None:
    """Everything is missing for the one; the other is graded all the same."""
    school.hands_in("Ada/tea.py")
    school.hands_in("eve/tea.py")
    roster = school.root / "roster.csv"
    roster.write_text("id,name\nada,Ada\nzoe,Zoe\nADA,Twice\n,Nobody\n")

    school.grades("--roster", str(roster))

    rows = school.rows()
    assert list(rows) == ["ada", "eve", "zoe"]
    assert rows["ada"].student == Student("ada", "Ada")
    assert {verdict.notes for verdict in rows["zoe"].verdicts.values()} == {("nothing was handed in",)}
    assert (rows["zoe"].problems, rows["eve"].problems) == ([], ["not on the roster"])
    assert school.statuses("eve")[0] == "passed"
    assert school.gradebook().problems == [
        "roster: ADA is in it twice; the first row counts",
        "roster: row 5 has no id, and was left out",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,email\nAda,a@x\n", "the roster ROOT/r.csv has no column id; its first line has: name, email"),
        (b"", "the roster ROOT/r.csv has no column id; its first line has: nothing"),
        (None, "the roster ROOT/r.csv cannot be read: No such file or directory"),
        (b"\xff\xfe\x00", "the roster ROOT/r.csv cannot be read: "),
    ],
)
def test_unusable_roster_is_one_line(school: School, content: bytes | None, message: str) -> None:
    """Exit status 2, before anything is run."""
    school.hands_in("ada/tea.py")
    roster = school.root / "r.csv"
    if content is not None:
        roster.write_bytes(content)

    printed = school.grades("--roster", str(roster))

    assert (printed.status, printed.out) == (2, "")
    assert printed.err.startswith(f"grader: {message}")
    assert not school.out.exists()
