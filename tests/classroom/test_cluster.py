"""``--cluster``: the same class on a real Dask cluster of two worker processes on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from classroom.school import EARLY, FEAST, TEA, TOAST, School
from commands.typing_learner import ENVIRONMENT

pytest.importorskip("distributed", reason="the extra cluster is not installed")

SCHEDULER = """
import os, sys, time
from distributed import LocalCluster

if __name__ == "__main__":
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    print(cluster.scheduler_address, flush=True)
    sys.stdin.read()
    cluster.close()
"""


@pytest.fixture
def open_cluster(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start a cluster and get its address; it ends with the test."""
    started = []

    def start(**environment: str) -> str:
        script = tmp_path / "scheduler.py"
        script.write_text(SCHEDULER)
        process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**ENVIRONMENT, "DASK_TEMPORARY_DIRECTORY": str(tmp_path / "dask"), **environment},
        )
        started.append(process)
        assert process.stdout
        return process.stdout.readline().strip()

    yield start
    for process in started:
        process.communicate(timeout=60)


def test_cluster_finds_what_one_machine_finds(school: School, open_cluster: Callable[..., str]) -> None:
    """The same gradebook, apart from times."""
    for number in range(2):
        school.hands_in(f"s{number}/tea.py", f"{TEA}\n# {number}\n")
        school.hands_in(f"s{number}/toast.py", TOAST)
    school.hands_in("s1/feast.py", FEAST)
    school.hands_in("early/tea.py", EARLY)
    here, there = school.root / "here", school.root / "there"

    printed = school.grades("--cluster", open_cluster(), out=there)

    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith("5 to run, 0 unchanged.\n")
    assert school.grades(out=here).status == 0
    assert school.gradebook(there) == school.gradebook(here)


def test_machine_with_another_course_grades_nothing(school: School, open_cluster: Callable[..., str]) -> None:
    """Its verdicts would be about other checks, so it refuses: exit status 3, and nothing is in the journal."""
    school.hands_in("ada/tea.py")

    printed = school.grades("--only", "01", "--cluster", open_cluster(KATA_NOTE="a setting of that machine alone"))

    assert printed.status == 3
    assert " has another course in COURSE, or another version of the grader, Python, the " in printed.err
    assert school.journal() == []


def test_cluster_grades_two_courses_and_mixes_nothing(school: School, open_cluster: Callable[..., str]) -> None:
    """Its machines stay up from class to class, and from course to course."""
    school.hands_in("ada/tea.py", EARLY)
    address, other = open_cluster(), School(school.root / "other")
    shutil.copytree(school.course, other.course)
    shutil.copytree(school.submissions, other.submissions)
    checks = other.course / "exercises/01_tea/test_tea.py"
    checks.write_text(checks.read_text().replace("clock.elapsed >= 3", "clock.elapsed >= 0"))

    for one in (school, other):
        # With the policy come canaries, which would find the checks of the other course too weak.
        assert one.grades("--only", "01", "--no-policy", "--cluster", address).status == 0

    assert (school.statuses("ada"), other.statuses("ada")) == (["failed"], ["passed"])


def test_nobody_at_the_address(school: School) -> None:
    """One line, exit status 2."""
    school.hands_in("ada/tea.py")

    printed = school.grades("--cluster", "tcp://127.0.0.1:1")

    assert printed.status == 2
    assert printed.err.startswith("grader: no Dask scheduler answers at tcp://127.0.0.1:1: ")
    assert printed.err.count("\n") == 1


def test_without_dask_it_says_what_to_install(school: School, tmp_path: Path) -> None:
    """It is an extra."""
    school.hands_in("ada/tea.py")
    (tmp_path / "hidden" / "distributed").mkdir(parents=True)
    (tmp_path / "hidden" / "distributed" / "__init__.py").write_text("raise ImportError('not here')\n")
    path = os.pathsep.join(filter(None, [str(tmp_path / "hidden"), os.environ.get("PYTHONPATH")]))

    printed = school.grades("--cluster", "tcp://127.0.0.1:1", PYTHONPATH=path)

    assert printed.err == "grader: --cluster needs Dask; in the course: pip install -e '.[cluster]'\n"
    assert printed.status == 2
