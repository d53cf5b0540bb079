"""Nothing is run twice, nothing is lost: the journal, resuming, and what a second grading does."""

from __future__ import annotations

import os
import random
import signal
import stat
import sys
import time
from pathlib import Path

import pytest
from classroom.school import EARLY, FEAST, TEA, TOAST, School, answer

from grader.classroom.gradebook import NOT_GRADED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the tests send signals that Windows does not have")


def a_class(school: School, students: int = 6) -> int:
    """Everybody hands in three answers of their own; returns how many runs that is."""
    for number in range(students):
        for slug, text in (("tea", TEA), ("toast", TOAST), ("feast", EARLY)):
            school.hands_in(f"s{number}/{slug}.py", f"{text}\n# by {number}\n")
    return 3 * students


@pytest.mark.parametrize("seed", range(2))
def test_killed_grader_goes_on_where_it_was(school: School, seed: int) -> None:
    """Killed five times and started again, it runs the rest, and the gradebook is that of an undisturbed class."""
    runs = a_class(school)
    moments = sorted(random.Random(seed).sample(range(1, runs), 5))

    for lines in moments:
        assert school.stopped_after(lines).status == -signal.SIGKILL
    kept = school.journal()
    printed = school.grades()

    assert len(kept) >= moments[-1]
    assert printed.out.startswith(f"{runs - len(kept)} to run, {len(kept)} unchanged.\n")
    assert school.journal()[: len(kept)] == kept
    assert len(set(school.journal())) == len(school.journal()) == runs
    resumed = school.gradebook()
    assert school.grades(out=school.root / "undisturbed").status == 0
    assert resumed == school.gradebook(school.root / "undisturbed")


def test_ctrl_c_says_how_to_go_on(school: School) -> None:
    """Exit status 130, one line with the command to type, and the same command finishes the class."""
    runs = a_class(school, 12)

    printed = school.stopped_after(3, signal.SIGINT)

    command = "grader class ROOT/submissions --out ROOT/out"
    assert printed.status == 130
    assert printed.err == (
        f"grader: to go on, type the same again: {command}\ngrader: stopped; what was finished is kept\n"
    )
    kept = len(school.journal())
    assert 3 <= kept < runs
    assert school.grades().out.startswith(f"{runs - kept} to run, {kept} unchanged.\n")


def test_class_that_is_not_finished_has_a_gradebook(school: School) -> None:
    """What was not come to yet is to be reviewed, and not zero."""
    a_class(school)
    school.stopped_after(2)

    printed = school.types("report", str(school.out))

    assert (printed.status, printed.err) == (0, "")
    statuses = {verdict.status for row in school.gradebook().rows for verdict in row.verdicts.values()}
    assert "review" in statuses
    reasons = {
        verdict.checks[0].message
        for row in school.gradebook().rows
        for verdict in row.verdicts.values()
        if verdict.status == "review"
    }
    assert reasons == {NOT_GRADED}


def test_same_class_again_runs_nothing(school: School) -> None:
    """And prints the same but for that."""
    runs = a_class(school, 2)
    first, second = school.grades(), school.grades()

    assert first.out == second.out.replace(f"0 to run, {runs} unchanged.", f"{runs} to run, 0 unchanged.")
    assert (second.status, second.err) == (0, "")


def test_only_what_changed_is_run(school: School) -> None:
    """A new answer, a new student, a changed check: each costs its own runs and no others."""
    runs = a_class(school, 2)
    school.grades()

    school.hands_in("s0/tea.py", EARLY)
    assert school.grades().out.startswith(f"1 to run, {runs - 1} unchanged.\n")

    school.hands_in("s9/toast.py", TOAST)
    assert school.grades().out.startswith(f"1 to run, {runs} unchanged.\n")

    checks = school.course / "exercises/02_toast/test_toast.py"
    checks.write_text(checks.read_text() + "# nothing that a check would notice\n")
    assert school.grades().out.startswith(f"3 to run, {runs - 2} unchanged.\n")

    assert school.grades("--limit", "5").out.startswith(f"{runs + 1} to run, 0 unchanged.\n")
    assert school.grades().out.startswith(f"0 to run, {runs + 1} unchanged.\n")


def test_hints_and_lessons_change_nothing(school: School) -> None:
    """What no verdict depends on may be edited in the middle of a term."""
    a_class(school, 1)
    school.grades()

    for name in ("hints.md", "README.md"):
        with (school.course / "exercises/01_tea" / name).open("a") as file:
            file.write("\nMore.\n")

    assert school.grades().out.startswith("0 to run, 3 unchanged.\n")


def test_same_answers_are_run_once(school: School) -> None:
    """Whoever hands them in, each has the verdict in their own row."""
    for name in ("ada", "bob", "cem"):
        school.hands_in(f"{name}/tea.py")
    school.hands_in("cem/feast.py", FEAST)

    assert school.grades().out.startswith("2 to run, 0 unchanged.\n")
    assert [school.statuses(name)[0] for name in ("ada", "bob", "cem")] == ["passed"] * 3


def test_damaged_line_counts_as_absent(school: School) -> None:
    """Half a line after a crash, or any other text, harms no other line, and goes on being harmless."""
    school.hands_in("ada/tea.py")
    school.grades()
    before = school.gradebook()
    with (school.out / "journal.jsonl").open("ab") as file:
        file.writelines([b"\xff\n", b"[]\n", b'{"key": "ab", "verdict": {}}\n', b"[" * 100_000 + b"\n", b'{"key": "a'])

    school.hands_in("ada/toast.py", TOAST)
    assert school.grades().out.startswith("1 to run, 1 unchanged.\n")
    assert school.grades().out.startswith("0 to run, 2 unchanged.\n")
    assert school.rows()["ada"].verdicts["01_tea"] == before.rows[0].verdicts["01_tea"]


def test_two_graders_do_not_share_a_gradebook(school: School) -> None:
    """The second one says so and stops. The lock of one that was killed is no lock."""
    school.hands_in("ada/tea.py", answer("tea", "import time", "time.sleep(0.2)", "await asyncio.sleep(60)"))
    school.hands_in("bob/tea.py")
    first = school.instructor.starts(*school.words("--jobs", "1"))
    until = time.monotonic() + 60
    while not (school.out / "class.json").exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(first.pid, signal.SIGSTOP)

    second = school.grades()
    report = school.types("report", str(school.out))

    os.kill(first.pid, signal.SIGKILL)
    first.communicate(timeout=60)
    said = "grader: another grader is at work in ROOT/out; wait for it, or name another folder\n"
    assert (second.status, second.out, second.err) == (2, "", said)
    assert (report.status, report.out, report.err) == (2, "", said)
    assert school.grades().status == 0


def test_reports_can_be_made_again_without_anything_else(school: School) -> None:
    """From the gradebook's folder alone: not even the course is needed."""
    school.hands_in("ada/tea.py")
    school.grades()
    made = {path.name for path in school.out.iterdir()}
    moved = school.root / "elsewhere" / "grades"
    moved.parent.mkdir()
    school.out.rename(moved)
    for name in ("gradebook.csv", "gradebook.json", "junit.xml"):
        (moved / name).unlink()

    printed = school.types("report", str(moved), folder=moved.parent)

    assert (printed.status, printed.err) == (0, "")
    assert {path.name for path in moved.iterdir()} == made


def test_no_class_to_report_on(school: School) -> None:
    """One line that names the command to make one."""
    printed = school.types("report", str(school.out))

    said = "grader: no class in ROOT/out; to grade one: grader class SUBMISSIONS --out ROOT/out\n"
    assert (printed.status, printed.out, printed.err) == (2, "", said)
    assert not school.out.exists()


def test_secret_of_a_class_is_its_own(school: School) -> None:
    """Only its owner may read it; it stays the same; a damaged one is made anew."""
    school.hands_in("ada/tea.py")
    school.grades()
    path = school.out / "key"
    key = path.read_text()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key)) == 32
    school.grades()
    assert path.read_text() == key
    path.write_text("short")
    school.grades()
    assert len(bytes.fromhex(path.read_text())) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_our_own_failure_blames_nobody_and_is_tried_again(school: School) -> None:
    """Exit status 3; what failed is not in the journal, all else is graded; the same command runs only that."""
    school.hands_in("ada/tea.py")
    school.hands_in("ada/toast.py", TOAST)
    checks = school.course / "exercises/02_toast/test_toast.py"
    good = checks.read_text()
    checks.write_text(good.replace("from grader.checks import task", "from grader.checks import task\n\n1 / 0"))

    printed = school.grades()

    assert printed.status == 3
    assert printed.err.startswith("grader: the grader itself failed at 1 of its runs, which says nothing about these ")
    assert printed.err.endswith("type the same again: grader class ROOT/submissions --out ROOT/out\n")
    assert printed.err.count("\n") == 1
    assert school.statuses("ada") == ["passed", "review", "missing"]

    checks.write_text(good)
    printed = school.grades()

    assert printed.status == 0
    assert printed.out.startswith("1 to run, 1 unchanged.\n")
    assert school.statuses("ada") == ["passed", "passed", "missing"]


def test_jobs_and_order_change_nothing(school: School, tmp_path: Path) -> None:
    """One run at a time or four: the same gradebook, apart from times."""
    a_class(school, 3)
    school.hands_in("s1/feast.py", "raise SystemExit\n")
    school.hands_in("s2/tea.py", answer("tea", "print(object())", "return object()"))
    one, four = tmp_path / "one", tmp_path / "four"

    assert school.grades("--jobs", "1", out=one).status == 0
    assert school.grades("--jobs", "4", out=four).status == 0

    assert school.gradebook(one) == school.gradebook(four)
    assert (one / "gradebook.csv").read_bytes() == (four / "gradebook.csv").read_bytes()
