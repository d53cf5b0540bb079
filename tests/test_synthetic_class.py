"""The generator of classes: the same seed gives the same class, and what it promises of its answers comes true."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import synthetic_class
from synthetic_class import COURSE, LAYOUTS, Made, beside, make_class

from grader.classroom.intake import HandedIn, collect
from grader.worker import Workers

EXERCISES = [COURSE.get(number) for number in ("01", "04", "06")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A class of 24, a quarter of it hostile."""
    folder = tmp_path_factory.mktemp("synthetic") / "class"
    return make_class(folder, students=24, seed=3, hostile=0.25, exercises=EXERCISES, harmless=True)


@pytest.fixture(scope="module")
def handed_in(made: Made) -> HandedIn:
    """What intake finds in it."""
    return collect(made.folder, COURSE, EXERCISES)


def test_the_same_seed_gives_the_same_class(made: Made, tmp_path: Path) -> None:
    """Two classes from one seed are equal byte for byte, and another seed gives another class."""
    same = make_class(tmp_path / "same", students=24, seed=3, hostile=0.25, exercises=EXERCISES, harmless=True)
    other = make_class(tmp_path / "other", students=24, seed=4, hostile=0.25, exercises=EXERCISES, harmless=True)

    assert _digest(same.folder) == _digest(made.folder)
    assert _digest(other.folder) != _digest(made.folder)


def test_every_kind_of_answer_is_there(made: Made) -> None:
    """Right, wrong, broken, untouched, missing and hostile answers, in every layout."""
    kinds = {answer.kind for answers in made.expected.values() for answer in answers.values()}

    assert kinds == {"right", "wrong", "broken", "stub", "missing", "hostile"}
    assert len(made.expected) == 24 >= len(LAYOUTS)
    assert {path.suffix for path in made.folder.iterdir()} == {"", ".zip", ".gz"}


def test_what_is_expected_lies_beside_the_class(made: Made) -> None:
    """Nothing in the class says what is expected of it; the files beside it do."""
    told = json.loads(beside(made.folder, "expected.json").read_text("utf-8"))
    roster = beside(made.folder, "roster.csv").read_text("utf-8").splitlines()

    assert {name: set(answers) for name, answers in told.items()} == {
        name: {exercise.id for exercise in EXERCISES} for name in made.expected
    }
    assert len(roster) == 1 + len(made.expected)
    assert not [path for path in made.folder.rglob("*") if "expected" in path.name]


def test_intake_finds_what_was_handed_in(made: Made, handed_in: HandedIn) -> None:
    """Every student is found, under the name of the roster, with exactly the answers that are not missing."""
    found = {one.id: set(one.answers.found) for one in handed_in.submissions}

    assert found == {
        name: {exercise for exercise, answer in answers.items() if answer.kind not in ("missing",)}
        - {exercise for exercise, answer in answers.items() if answer.source == "I75_more_than_a_megabyte"}
        for name, answers in made.expected.items()
    }


def test_grades_are_as_expected(made: Made, handed_in: HandedIn, tmp_path: Path) -> None:
    """Every answer has a status that was expected of it, and points within its bounds."""
    surprises = []
    with Workers(COURSE, key=b"synthetic", policy="on") as workers:
        for submission in handed_in.submissions:
            for exercise in EXERCISES:
                expected = made.expected[submission.id][exercise.id]
                path = tmp_path / exercise.answer.name
                path.unlink(missing_ok=True)
                if exercise.id in submission.answers.found:
                    path.write_bytes(submission.answers.found[exercise.id])
                verdict = workers.check(exercise, path)
                if verdict.status not in expected.statuses or not expected.least <= verdict.points <= expected.most:
                    surprises.append((submission.id, exercise.id, expected, verdict.status, verdict.points))

    assert surprises == []


def test_the_command_prints_one_line(tmp_path: Path) -> None:
    """As a command it makes the class and prints one line; an existing folder is refused, and left alone."""
    folder = tmp_path / "class"
    command = [sys.executable, synthetic_class.__file__, str(folder)]

    done = subprocess.run(
        [*command, "--students", "5", "--exercises", "01,04"], capture_output=True, text=True, check=False
    )
    again = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{folder}: 5 students, 10 answers: ")
    assert done.stdout.count("\n") == 1
    assert len(list(folder.iterdir())) == 5
    assert again.returncode == 2
    assert "exists: name a new folder" in again.stderr


def _digest(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
