"""The README is true: its commands run, and its picture is what a learner sees."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from courses import run_pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")

STATUS = {
    "grader": 0,
    "grader next": 0,
    "grader check 03": 1,
    "grader check 03 --answer solutions/03_gather/wrong/one_by_one.py --json": 1,
    "grader class submissions --out grades": 2,  # there are none
    "grader demo 43": 1,
    "grader doctor": 0,
    "grader handout ../async-katas-students": 0,
    "grader hint 03": 0,
    "grader report grades": 2,  # nothing has been graded
    "grader reset 03": 0,
    "grader skip 06": 0,
    "grader solution 03": 1,
    "pytest exercises/03": 1,
    "pytest exercises/03 --real-clock": 1,
}
"""How each command of the README ends in an untouched course."""
IN_CI = {
    "grader verify": "grader verify --pristine",
    "grader verify 03": "grader verify --pristine",
    "grader verify 03 --real-clock": "grader verify 03 --real-clock",
}
"""Commands that take longer, and the line of .ci/run that runs them."""


def commands():
    """Every command that the README shows, in blocks and in sentences, without its comment."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`((?:grader|pytest) [^`]+)`", README)
    return {line for line in [*lines, *inline] if line and not line.startswith("python3 -m venv")}


@pytest.fixture
def course(tmp_path):
    """The course as it was shipped: whatever a learner has written here does not count."""
    for name in ("exercises", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for stub in tmp_path.glob("solutions/*/stub.py"):
        folder = tmp_path / "exercises" / stub.parent.name
        shutil.copy(stub, folder / f"{stub.parent.name.partition('_')[2]}.py")
    return tmp_path


def test_every_command_is_run_by_a_test_or_by_ci():
    """A command that neither runs may be wrong; one that the README no longer shows need not be run."""
    assert commands() == STATUS.keys() | IN_CI.keys()
    assert all(line in CI for line in IN_CI.values())


@pytest.mark.parametrize("command", STATUS)
def test_the_commands_end_as_they_should(course, command):
    """In an untouched course, without a traceback."""
    program, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == STATUS[command], done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_picture_is_what_a_learner_sees(course):
    """For the first answer that comes to mind."""
    answer = course / "exercises/03_gather/gather.py"
    obvious = "return [await station() for station in (first, second, third)]"
    answer.write_text(answer.read_text("utf-8").replace("raise NotImplementedError", obvious))
    picture = README.partition("```text\n")[2].partition("\n```")[0]
    assert picture in run_pytest(course, "exercises/03").stdout


def test_the_two_commands_for_a_fresh_clone_are_what_ci_runs():
    """CI takes them from the README, word for word."""
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv ")]
    assert [line.rpartition("&& ")[2] for line in lines] == ["grader", "pytest"]
    assert "grep -E '^python3 -m venv ' README.md" in CI
