"""Runs under the policy: what is refused is not run, what passes is as it was, and full marks stand a canary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from courses import make_exercise

from grader.checklist import CheckSpec
from grader.course import Course
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Limits, Workers
from grader.worker.canary import canaries
from grader.worker.judge import Ending, judge
from grader.worker.lines import Damaged, Line
from grader.worker.record import Record

KEY = b"a key of the tests, 32 bytes....."
CHECKS = '''
"""Checks."""
import asyncio

from lab import fetch, total

from grader.checks import same, task


@task(1)
async def test_fetch(probe, clock):
    """Fetch waits for the step."""
    assert same(await fetch(probe("step")), probe.tokens("step")[0]), "Return what the step returns."
    assert clock.elapsed == 1, "The step takes a second."


@task(1, points=2)
def test_total():
    """The total is 42."""
    assert same(total(), 42), "The total is 42."
'''
STUB = """
import asyncio


async def fetch(step):
    raise NotImplementedError


def total():
    raise NotImplementedError
"""
RIGHT = "async def fetch(step):\n    return await step()\n\n\ndef total():\n    return 42\n"
WRONG = {
    "forgets": ("test_total", RIGHT.replace("42", "41")),
    "late": ("test_fetch", RIGHT.replace("    return await step()", "    await step()\n    return await step()")),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one exercise, two right answers and two wrong ones."""
    root = tmp_path_factory.mktemp("course")
    make_exercise(root, "01_lab", checks=CHECKS, stub=STUB)
    solution = root / "solutions" / "01_lab"
    (solution / "lab.py").write_text(RIGHT)
    for kind in ("right", "wrong"):
        (solution / kind).mkdir(exist_ok=True)
    for name, (check, source) in WRONG.items():
        (solution / "wrong" / f"{name}.py").write_text(f'"""Wrong.\n\ncaught by: {check}\n"""\n{source}')
    return Course(root)


@pytest.fixture(scope="module", params=["warm", "cold"] if CAN_FORK else ["cold"])
def workers(request: pytest.FixtureRequest, course: Course) -> Iterator[Workers]:
    """Workers under the policy, in each mode."""
    with Workers(course, key=KEY, limits=Limits(check=5.0), warm=request.param == "warm", policy="on") as workers:
        yield workers


@pytest.fixture
def check(workers: Workers, course: Course, tmp_path: Path) -> Callable[..., Verdict]:
    """The verdict on a source."""

    def verdict(source: str, **options: Any) -> Verdict:
        path = tmp_path / "lab.py"
        path.write_text(source)
        return workers.check(course.get("01"), path, **options)

    return verdict


Check = Callable[..., Verdict]


# The policy.


def test_an_answer_within_the_lists_is_checked_as_ever(check: Check) -> None:
    """Full marks, and nothing to say about it."""
    verdict = check(RIGHT)
    assert (verdict.status, verdict.points, verdict.notes) == ("passed", 3, ())


def test_an_answer_outside_the_lists_is_not_run(check: Check, tmp_path: Path) -> None:
    """It is for review: every check says the line, what it does there and how to accept it; nothing of it ran."""
    ran = tmp_path / "ran"
    verdict = check(f"{RIGHT}\nimport os\nos.mkdir({str(ran)!r})\n")
    assert verdict.status == "review"
    assert {item.outcome for item in verdict.checks} == {"not_run"}
    assert verdict.checks[0].where == "lab.py:8"
    assert verdict.checks[0].message == (
        "line 8 imports `os`: not among the names this exercise needs (also line 9). "
        "Look at it, then accept it with --accept STUDENT:EXERCISE"
    )
    assert not ran.exists()


def test_an_accepted_answer_is_run_without_the_policy(check: Check) -> None:
    """Somebody has looked at it."""
    source = f"import os\n{RIGHT}\nos.getpid()\n"
    assert check(source).status == "review"
    assert check(source, accepted=True).status == "passed"


def test_a_name_can_be_allowed_for_an_exercise(course: Course, tmp_path: Path) -> None:
    """For all its answers."""
    path = tmp_path / "lab.py"
    path.write_text(f"import os\n{RIGHT}\nos.getpid()\n")
    for allowed, status in (("os.getcwd", "review"), ("os.getpid", "passed"), ("os", "passed")):
        with Workers(course, key=KEY, policy="on", allow={"01_lab": frozenset({allowed})}) as workers:
            assert workers.check(course.get("01"), path).status == status


@pytest.mark.parametrize(
    ("source", "words", "line"),
    [
        ("def total(:", "lab.py is not valid Python: ", 1),
        ("x = 1\nreturn x", "'return' outside function", 2),
        ("def f():\n    await g()", "Only an async def may await", 2),
        (RIGHT + "\n1 / 0", "Importing lab.py raised ZeroDivisionError: division by zero.", 8),
        ("import asyncio\nasyncio.slep", "has no attribute 'slep'", 2),
        (RIGHT.replace("total", "_total"), "lab.py has no total: the checks call it by that name.", None),
    ],
)
def test_a_broken_answer_is_broken(check: Check, source: str, words: str, line: int | None) -> None:
    """With the words and the line that it has without a policy."""
    under, without = check(source), check(source, accepted=True)
    assert (under.status, under.checks[0].where) == ("broken", f"lab.py:{line}" if line else "")
    assert words in under.checks[0].message
    assert [(c.message, c.where) for c in under.checks] == [(c.message, c.where) for c in without.checks]


def test_private_names_are_told_as_they_were_written(check: Check) -> None:
    """In message, place and details: the learner's own line, although another text was compiled and lies there."""
    source = RIGHT.replace("return 42", "_answer = _other\n    return _answer")
    failed = check(source).checks[1]
    assert "_other" in failed.message
    assert failed.where == "lab.py:6"
    assert "    _answer = _other" in failed.details
    assert "of_the_answer" not in failed.message + failed.details


def test_private_names_work_and_reach_nothing_else(check: Check) -> None:
    """An answer has its own; those of the loop are out of reach."""
    own = RIGHT.replace("return 42", "return _Total()._value").replace(
        "def total",
        "class _Total:\n    __slots__ = ('_value',)\n\n    def __init__(self):\n        self._value = 42\n"
        "\n\ndef total",
    )
    assert check(own).status == "passed"
    reach = "    asyncio.get_running_loop()._ready\n    return 0"
    theirs = f"import asyncio\n{RIGHT}".replace("    return await step()", reach)
    failed = check(theirs).checks[0]
    assert failed.outcome == "failed"
    assert "'_ready'" in failed.message


def test_a_child_process_imports_the_same_private_names(course: Course, tmp_path: Path) -> None:
    """The run's file holds the renamed answer."""
    child = "import lab, sys; sys.exit(lab.answer())"
    source = f"import subprocess, sys\n_value = 42\ndef answer(): return _value\n{RIGHT}".replace(
        "return 42", f"return subprocess.run([sys.executable, '-c', {child!r}]).returncode"
    )
    path = tmp_path / "lab.py"
    path.write_text(source)
    allow = {"subprocess", "run", "returncode", "sys.executable"}
    with Workers(course, key=KEY, policy="on", warm=False, allow={"01_lab": frozenset(allow)}, canary=False) as workers:
        verdict = workers.check(course.get("01"), path)
    assert (verdict.status, verdict.first_failure()) == ("passed", None)


# The policy's line in the report.

SPECS = (CheckSpec("test_a", 1, "A works."),)
IMPORTED: Line = {"kind": "imported"}
PASSED: Line = {"kind": "policy", "result": "passed"}
OFF: Line = {"kind": "policy", "result": "off"}
REVIEW: Line = {"kind": "policy", "result": "review", "message": "line 1", "where": "lab.py:1"}


def record_of(*lines: Line, policy: bool = True) -> Record:
    """What a run said."""
    record = Record(SPECS, sys.version_info[:2], policy)
    for line in lines:
        record.add(line)
    return record


@pytest.mark.parametrize(
    ("lines", "policy"),
    [
        pytest.param([IMPORTED], True, id="missing"),
        pytest.param([IMPORTED], False, id="missing where none is used"),
        pytest.param([OFF], True, id="off"),
        pytest.param([PASSED], False, id="passed where none is used"),
        pytest.param([PASSED, PASSED], True, id="twice"),
        pytest.param([PASSED, IMPORTED, PASSED], True, id="too late"),
        pytest.param([REVIEW, IMPORTED], True, id="imported after all"),
        pytest.param([{"kind": "policy", "result": "fine"}], True, id="another word"),
        pytest.param([{"kind": "policy"}], True, id="no word"),
        pytest.param([{**REVIEW, "message": None}], True, id="no reason"),
    ],
)
def test_without_the_right_line_of_the_policy_nothing_counts(lines: list[Line], policy: bool) -> None:
    """It comes once, before the import, and says what the parent asked for."""
    with pytest.raises(Damaged):
        record_of(*lines, policy=policy)


def test_the_line_of_the_policy_opens_the_way() -> None:
    """Passed, the run goes on; review, it is over."""
    assert record_of(PASSED, IMPORTED).open == SPECS[0]
    refused = record_of(REVIEW)
    verdict = judge("01_lab", "lab.py", refused, Ending(), "", str)
    assert (refused.over, verdict.status, verdict.checks[0].message) == (True, "review", "line 1")


# The canary.


@pytest.fixture(scope="module")
def watched(course: Course) -> Iterator[Workers]:
    """Workers without the policy, whose full marks stand a canary."""
    with Workers(course, key=KEY, limits=Limits(check=5.0), canary=True) as workers:
        yield workers


needs_canaries = pytest.mark.skipif(not CAN_FORK, reason="canaries need Linux")
CHECKS_FOUND = "import sys\nchecks = next(vars(m) for m in list(sys.modules.values()) if 'test_total' in vars(m))\n"
PATCHES = {
    "the comparison": f"{CHECKS_FOUND}checks['same'] = lambda got, expected: True",
    "the checks": f"{CHECKS_FOUND}checks['test_total'].__code__ = (lambda: None).__code__",
    "the runner": "import _pytest.python\n_pytest.python.Function.runtest = lambda self: None",
    "the report": "from _pytest.reports import TestReport\nmade = TestReport.from_item_and_call\n"
    "def fake(item, call):\n    call.excinfo = None\n    return made(item, call)\n"
    "TestReport.from_item_and_call = staticmethod(fake)",
    "its own descriptors": "import os\nos.closerange(4, 64)",
}


@needs_canaries
def test_an_honest_answer_stands_the_canary(watched: Workers, course: Course, tmp_path: Path) -> None:
    """It passes, and the verdict is what it is without one."""
    path = tmp_path / "lab.py"
    path.write_text(RIGHT)
    verdict = watched.check(course.get("01"), path)
    assert (verdict.status, verdict.points, verdict.notes) == ("passed", 3, ())


@needs_canaries
@pytest.mark.parametrize("name", PATCHES)
def test_full_marks_by_changing_what_measures_are_for_review(
    watched: Workers, course: Course, tmp_path: Path, name: str
) -> None:
    """The known wrong answer passes too, or cannot be checked: then nobody earns a point before somebody has looked."""
    path = tmp_path / "lab.py"
    path.write_text(f"{RIGHT.replace('42', '7')}\n{PATCHES[name]}\n")
    verdict = watched.check(course.get("01"), path)
    assert verdict.status in ("review", "crashed")
    assert verdict.points == 0
    if verdict.status == "review":
        assert "a known wrong answer" in verdict.notes[0]
        assert {item.outcome for item in verdict.checks} == {"not_run"}


@needs_canaries
def test_a_canary_is_asked_for_or_comes_with_the_policy(course: Course, tmp_path: Path) -> None:
    """Without either, a patched comparison earns full marks: that is what the canary is for."""
    path = tmp_path / "lab.py"
    path.write_text(f"{RIGHT.replace('42', '7')}\n{PATCHES['the comparison']}\n")
    with Workers(course, key=KEY) as workers:
        assert workers.check(course.get("01"), path).status == "passed"


def test_canaries_are_wrong_answers_that_fail_fast(tmp_path: Path) -> None:
    """Not those that need a newer Python, wait for real, are caught at the import or in the file, or hang."""
    checks = CHECKS + "\n\n@task(1)\n@pytest.mark.real_clock\ndef test_real():\n    '''Real.'''\n    assert total()\n"
    checks += "\n\n@task(1)\ndef test_file(answer_file):\n    '''File.'''\n    assert not answer_file.read_bytes()\n"
    make_exercise(tmp_path, "01_lab", checks=checks.replace("import asyncio", "import pytest"), stub=STUB)
    exercise = Course(tmp_path).get("01")
    assert canaries(exercise) == []
    wrong = exercise.solution / "wrong"
    wrong.mkdir()
    headers = {
        "good": "caught by: test_total",
        "new": "caught by: test_total\nneeds: Python 3.99",
        "import": "caught by: import",
        "real": "caught by: test_real",
        "file": "caught by: test_file",
        "hangs": "caught by: test_total\nsays: ran longer than",
        "slow": "caught by: test_total\nIt starts a thread.",
        "large": "caught by: test_total\n" + "x" * 40_000,
    }
    for name, header in headers.items():
        (wrong / f"{name}.py").write_text(f'"""{name}.\n\n{header}\n"""\n')
    assert [canary.source.split(".")[0] for canary in canaries(exercise)] == ['"""good']


@pytest.mark.skipif(not CAN_FORK, reason="canaries need Linux")
def test_a_check_that_reads_the_answers_file_is_no_canarys() -> None:
    """Whichever canaries are sent, a right answer stands them."""
    course = Course(Path(__file__).parents[2])
    exercise = course.get("42")
    with Workers(course, key=KEY, policy="on") as workers:
        for number in range(40):
            # Which ones are sent depends on the answer's bytes.
            verdict = workers.check(exercise, exercise.reference.read_bytes() + b"\n# %d\n" % number)
            assert verdict.status == "passed", verdict.notes


def test_every_exercise_of_the_course_has_canaries() -> None:
    """But for those whose checks all run on the real clock, and one all of whose answers are about threads."""
    course = Course(Path(__file__).parents[2])
    without = {exercise.id for exercise in course.exercises if not canaries(exercise)}
    assert all("real_clock" in _text(course.get(id).checks_file) for id in without - {"40_two_loops"}), without


def _text(path: Path) -> str:
    return path.read_text("utf-8")
