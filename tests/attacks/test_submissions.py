"""Hand-ins that are made to break graders: folders, links, pipes, devices, names and archives."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from attacks.submissions import GUESS, PLACE, HandIn, hand_ins
from attacks.trial import ROOT

from grader.classroom.intake import HandedIn, collect
from grader.classroom.names import unique_ids
from grader.course import Course

COURSE = Course(ROOT)
EXERCISE = COURSE.get("03")
RIGHT = EXERCISE.reference.read_bytes()
HAND_INS = hand_ins()
HONEST = ("honest", "upright")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="most of these files cannot be made on Windows"),
    # An archive with two entries of one name is what one of them is about.
    pytest.mark.filterwarnings("ignore:Duplicate name"),
]


@dataclass(frozen=True)
class Class:
    """A class on disk, what intake found in it, and how long that took in seconds of the real clock."""

    folder: Path
    handed_in: HandedIn
    seconds: float

    def found(self, hand_in: HandIn) -> bytes | None:
        """The answer that intake found in a hand-in."""
        ids = unique_ids({path.name: _owner(path.name) for path in self.folder.iterdir()})
        for name, id in ids.items():
            if _is(hand_in, name):
                one = next((one for one in self.handed_in.submissions if one.id == id), None)
                return one.answers.found.get(EXERCISE.id) if one else None
        raise AssertionError(f"{hand_in.name!r} was not made")


def _owner(name: str) -> str:
    for suffix in (".zip", ".tar.gz", ".tar", ".rar"):
        name = name.removesuffix(suffix)
    return name


def _is(hand_in: HandIn, name: str) -> bool:
    return name == hand_in.name or (name.startswith("I76_\udcff") and hand_in.name == "I76_not_unicode")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class of two honest students and all hostile hand-ins."""
    folder = tmp_path_factory.mktemp("class")
    for name in HONEST:
        (folder / name / PLACE).parent.mkdir(parents=True)
        (folder / name / PLACE).write_bytes(RIGHT)
    for hand_in in HAND_INS:
        hand_in.make(folder, RIGHT)
    began = time.monotonic()
    found = collect(folder, COURSE, [EXERCISE])
    return Class(folder, found, time.monotonic() - began)


@pytest.mark.parametrize("hand_in", [one for one in HAND_INS if one.earns], ids=lambda one: ascii(one.name))
def test_a_right_answer_is_found_in_spite_of_all(handed_in: Class, hand_in: HandIn) -> None:
    """Odd names and packings are no reason to lose a right answer."""
    assert handed_in.found(hand_in) == RIGHT


@pytest.mark.parametrize("hand_in", [one for one in HAND_INS if not one.earns], ids=lambda one: one.name)
def test_nothing_is_taken_for_an_answer_that_is_none(handed_in: Class, hand_in: HandIn) -> None:
    """What is shipped beside a guess, links, pipes, devices, bombs and slips: at most the guess itself is found."""
    assert handed_in.found(hand_in) in (None, GUESS)


def test_no_hand_in_stops_the_class(handed_in: Class) -> None:
    """All students are there, the honest ones with their answers, and a hand-in that is no use says why."""
    by_id = {one.id: one.answers for one in handed_in.handed_in.submissions}
    silent = [id for id, answers in by_id.items() if not answers.found and not answers.problems]

    assert [by_id[name].found[EXERCISE.id] for name in HONEST] == [RIGHT, RIGHT]
    assert len(by_id) == len(HAND_INS) + len(HONEST)
    assert silent == []
    # Bombs are not unpacked, and nobody waits for a pipe. The machine may be busy.
    assert handed_in.seconds < 60


def test_the_class_command_grades_them_all(handed_in: Class, tmp_path: Path) -> None:
    """``grader class`` gives full points to each right answer, none to the others, and its reports can be read."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "grader", "class", str(handed_in.folder), "--out", str(out), "--only", "03"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)

    assert done.returncode in (0, 1), done.stderr.decode()
    rows = json.loads((out / "gradebook.json").read_text("utf-8"))["rows"]
    points = {row["id"]: row["points"] for row in rows}
    full = max(points.values())
    earned = sum(one.earns for one in HAND_INS) + len(HONEST)
    assert full == sum(check.points for check in EXERCISE.checks)
    assert sorted(points.values()) == [0] * (len(points) - earned) + [full] * earned
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert b"\x1b[31mred" not in done.stdout + done.stderr
