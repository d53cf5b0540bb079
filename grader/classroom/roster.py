"""The roster: who is in the class, from a CSV file as spreadsheets and course systems write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.classroom.gradebook import Student
from grader.classroom.names import clean_id, printable, same_key
from grader.errors import Misuse

_HEADERS = {
    "id": {"id", "studentid", "student", "login", "loginid", "sisloginid", "user", "userid", "username", "netid"},
    "name": {"name", "fullname", "studentname", "displayname"},
    "first": {"firstname", "first", "givenname"},
    "last": {"lastname", "last", "surname", "familyname"},
    "email": {"email", "mail", "emailaddress"},
}


class Roster:
    """The students by id, and lines about rows that could not be used."""

    def __init__(self, students: Sequence[Student], problems: Sequence[str] = ()) -> None:
        self.students = students
        self.problems = problems
        self._by_key = {same_key(student.id): student for student in students}

    def find(self, id: str) -> Student | None:
        """The student with this id; upper and lower case are the same."""
        return self._by_key.get(same_key(id))


def read_roster(path: Path) -> Roster:
    """Read a CSV file with a header: columns for an id, and if there are any for a name and an address.

    Raises:
        Misuse: it cannot be read, or has no column for an id.
    """
    try:
        text = _decoded(path.read_bytes())
        rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeError, csv.Error) as error:
        raise Misuse(f"the roster {path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    columns = _columns(rows[0]) if rows else {}
    if "id" not in columns:
        found = ", ".join(printable(cell) for cell in rows[0]) if rows else "nothing"
        raise Misuse(f"the roster {path} has no column id; its first line has: {found}")
    students: dict[str, Student] = {}
    problems = []
    for number, row in enumerate(rows[1:], 2):
        student = _student({name: row[place].strip() for name, place in columns.items() if place < len(row)})
        if student is None:
            problems.append(f"roster: row {number} has no id, and was left out")
        elif same_key(student.id) in students:
            problems.append(f"roster: {student.id} is in it twice; the first row counts")
        else:
            students[same_key(student.id)] = student
    return Roster(tuple(students.values()), problems)


def _decoded(data: bytes) -> str:
    """UTF-8, or what Excel writes where it does not say so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _rows(text: str) -> list[list[str]]:
    first, _, rest = text.partition("\n")
    if told := re.fullmatch(r"sep=(.)\s*", first):
        return list(csv.reader(rest.splitlines(), delimiter=told[1]))
    return list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count)))


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each kind of column is; the first of a kind counts."""
    plain = [re.sub(r"[^a-z]", "", cell.casefold()) for cell in header]
    found = {}
    for kind, names in _HEADERS.items():
        places = [place for place, name in enumerate(plain) if name in names]
        if places:
            found[kind] = places[0]
    return found


def _student(cells: Mapping[str, str]) -> Student | None:
    if not cells.get("id"):
        return None
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    return Student(clean_id(cells["id"]), printable(name), printable(cells.get("email", "")))
