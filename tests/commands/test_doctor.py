"""``grader doctor``: is this machine ready?"""

from __future__ import annotations

import pytest
from typing_learner import Learner


def test_healthy_machine_has_no_problem(learner: Learner) -> None:
    """Every condition is one line, no problem is among them, and the status is 0."""
    printed = learner.types("doctor")

    assert (printed.status, printed.err) == (0, "")
    levels = [line.split()[0] for line in printed.out.splitlines() if not line.startswith(" ")]
    assert set(levels) <= {"ok", "note"}
    for subject in ("Python 3.", "pytest ", "sqlalchemy ", "terminal: ", "clock: ", "course: ", "git: ", "worker: "):
        assert f"  {subject}" in printed.out


def test_missing_file_of_the_course_is_a_problem_with_its_cure(learner: Learner) -> None:
    """What is missing is named, with the command that brings it back; the status is 1."""
    (learner.root / "exercises/02_toast/hints.md").unlink()

    printed = learner.types("doctor")

    assert printed.status == 1
    cure = "git -C COURSE checkout -- exercises/02_toast/hints.md"
    problem = f"problem  course: exercises/02_toast/hints.md is missing\n         cure: {cure}\n"
    assert problem in printed.out


def test_missing_answer_is_only_a_note(learner: Learner) -> None:
    """A deleted answer is restored by one command."""
    learner.answer("tea").unlink()

    printed = learner.types("doctor")

    assert printed.status == 0
    assert "note     course: exercises/01_tea/tea.py is missing\n         cure: grader reset 01\n" in printed.out


def test_checks_that_do_not_run_are_a_problem(learner: Learner) -> None:
    """The doctor runs a real check, so it finds what no inspection would."""
    (learner.root / "exercises/01_tea/test_tea.py").write_text("raise RuntimeError('a fault of the author')\n")

    printed = learner.types("doctor")

    assert printed.status == 1
    assert "\nproblem  worker: " in printed.out


def test_doctor_comes_to_those_outside_a_course(learner: Learner, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Outside a course the machine is looked at all the same, and the missing course is a problem."""
    printed = learner.types("doctor", folder=tmp_path_factory.mktemp("elsewhere"))

    assert printed.status == 1
    assert printed.out.endswith(
        "problem  no course in this folder or above it\n         cure: cd into your clone of async-katas\n"
    )


def test_narrow_terminal_is_a_note(learner: Learner) -> None:
    """Pictures are made for 80 columns."""
    printed = learner.types("doctor", COLUMNS="60")

    assert printed.status == 0
    assert "note     terminal: 60 columns; pictures are made for 80" in printed.out
