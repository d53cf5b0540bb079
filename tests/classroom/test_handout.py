"""``grader handout``: the course for students works, and gives nothing away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from classroom.school import TEA, School, write
from commands.typing_learner import Learner, Printed
from courses import run_pytest


@pytest.fixture
def students(school: School) -> Learner:
    """A student in the course as it was handed out."""
    write(school.course / "exercises/01_tea/tea.py", "# what the instructor tried out\n")
    write(school.course / "exercises/01_tea/__pycache__/tea.cpython-311.pyc", "")
    write(school.course / ".grader/state.json", "{}")
    write(school.course / "tests/test_secret.py", "")
    folder = school.root / "students"
    said = "The course is in ../students: 3 exercises, without their solutions.\n"
    assert school.types("handout", str(folder)) == Printed(0, said, "")
    return Learner(folder)


def test_nothing_is_given_away(students: Learner) -> None:
    """Of the solutions only the stubs and the policy derived from them; no tests, no edits, nobody's leftovers."""
    solutions = {str(path.relative_to(students.root)) for path in students.root.glob("solutions/*/*")}

    assert solutions == {
        f"solutions/{name}/{file}" for name in ("01_tea", "02_toast", "03_feast") for file in ("policy.json", "stub.py")
    }
    assert {path.name for path in students.root.iterdir()} == {
        *("exercises", "solutions", "grader", "pyproject.toml", "README.md", "LICENSE", ".gitignore"),
    }
    assert students.answer("tea").read_text() == (students.root / "solutions/01_tea/stub.py").read_text()
    assert not list(students.root.rglob("__pycache__"))
    for path in students.root.rglob("*.py"):
        assert path.read_text("utf-8") != TEA


def test_policy_says_what_the_references_use(students: Learner) -> None:
    """So that a student's own check of an answer knows it."""
    policy = json.loads((students.root / "solutions/01_tea/policy.json").read_text())

    assert "sleep" in policy["attributes"]


def test_commands_of_a_learner_work_in_it(students: Learner) -> None:
    """With the grader that came with it: map, lesson, check, hint, reset and skip."""
    assert students.types().out.startswith("0 of 3 done")
    assert students.types("next").out.startswith("# 01 tea: wait for the tea")
    students.writes("tea", TEA)
    checked = students.types("check", "01")
    assert (checked.status, checked.err) == (0, "")
    assert students.types("hint", "02").out.startswith("02 toast")
    assert students.types().out.startswith("1 of 3 done")
    assert students.types("reset", "01").status == 0
    assert students.types("skip", "03").status == 0


def test_solution_stays_with_the_instructor(students: Learner) -> None:
    """Also for those who passed."""
    students.writes("tea", TEA)

    said = "grader: no solution of 01_tea here: your instructor keeps it\n"
    assert students.types("solution", "01") == Printed(2, "", said)


def test_pytest_works_in_it(students: Learner) -> None:
    """As in the whole course."""
    students.writes("tea", TEA)

    assert "2 passed" in run_pytest(students.root, "exercises/01").stdout


def test_grader_that_was_handed_out_is_a_whole_one(students: Learner, tmp_path: Path) -> None:
    """Run from the folder itself, as after installing it there."""
    environment = {**os.environ, "PYTHONPATH": str(students.root)}
    code = "import grader; print(grader.__file__)"
    command = [sys.executable, "-c", code]
    where = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert where.strip() == str(students.root / "grader/__init__.py")

    done = students.types("check", "01", "--json", PYTHONPATH=str(students.root))

    assert json.loads(done.out)["status"] == "untouched"


def test_folder_with_something_in_it_is_refused(school: School) -> None:
    """One line, and nothing in it is touched. An empty folder is as good as none."""
    folder = school.root / "students"
    write(folder / "thesis.txt", "mine")

    refused = school.types("handout", str(folder))

    said = "grader: ROOT/students is not empty; name a new folder for the students' course\n"
    assert refused == Printed(2, "", said)
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    shutil.rmtree(folder)
    folder.mkdir()
    assert school.types("handout", str(folder)).status == 0
    assert sorted(path.name for path in school.root.iterdir()) == ["course", "students", "submissions"]
