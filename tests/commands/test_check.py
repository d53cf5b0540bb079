"""``grader check``: the verdict on an answer."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest
from tiny_course import answer, right_answer
from typing_learner import Learner, Printed

EARLY = answer("tea", 'return "tea"')

PASSED = """\
01 tea: wait for the tea
  ✓ You get tea.
  ✓ The tea takes its minutes.
  3 of 3 points

Passed.
  why it works, and other ways  grader solution 01
  what comes next               grader next
"""

FAILED = f"""\
01 tea: wait for the tea
  ✓ You get tea.
  ✗ The tea takes its minutes.
  1 of 3 points

{"01 tea, task 2: Let it take its time":74}FAILED
  The tea takes its minutes.

  Served too early: wait for it.
"""


def test_right_answer_passes(learner: Learner) -> None:
    """An answer that passes: exit status 0, and what to do next."""
    learner.writes("tea", right_answer("tea"))

    assert learner.types("check", "01") == Printed(0, PASSED, "")


def test_failure_is_shown_with_its_hint(learner: Learner) -> None:
    """An answer that fails: exit status 1, the task, what happened and what it means, and where to get help."""
    learner.writes("tea", EARLY)

    printed = learner.types("check", "tea")

    assert (printed.status, printed.err) == (1, "")
    assert printed.out.startswith(FAILED)
    assert printed.out.endswith("\n  Stuck? grader hint 01   (0 of 3 seen)\n")


def test_first_failure_is_in_full_and_the_others_in_a_line(learner: Learner) -> None:
    """One thing at a time: only the first failure is shown in full, unless all are asked for."""
    learner.writes("tea", answer("tea", 'return "coffee"'))

    short, full = learner.types("check", "1").out, learner.types("check", "1", "--all").out

    assert short.count("FAILED") == 1
    assert "\n1 more, in full with: grader check 01 --all\n  ✗ Served too early: wait for it.\n" in short
    assert full.count("FAILED") == 2
    assert full.endswith("Stuck? grader hint 01 --task 2   (0 of 3 seen)\n")


def test_untouched_answer_is_not_a_failure_to_study(learner: Learner) -> None:
    """An answer that is still the stub: exit status 1, and which file to edit."""
    printed = learner.types("check", "01")

    assert (printed.status, printed.err) == (1, "")
    assert "01 tea: untouched\n" in printed.out
    assert printed.out.endswith("  edit   exercises/01_tea/tea.py\n  check  pytest exercises/01\n")


def test_missing_answer_can_be_brought_back(learner: Learner) -> None:
    """An answer that is not there: exit status 1, and the command that restores it."""
    learner.answer("tea").unlink()

    printed = learner.types("check", "01")

    assert (printed.status, printed.err) == (1, "")
    assert printed.out.endswith("  bring it back: grader reset 01\n")


def test_json_is_one_object_and_nothing_else(learner: Learner) -> None:
    """``--json`` prints the verdict as schema 1 has it, with every check in it."""
    learner.writes("tea", EARLY)

    printed = learner.types("check", "01", "--json")

    verdict = json.loads(printed.out)
    assert (printed.status, printed.err) == (1, "")
    assert list(verdict) == ["schema", "exercise", "status", "points", "of", "checks", "notes", "isolation"]
    assert (verdict["schema"], verdict["exercise"], verdict["status"]) == (1, "01_tea", "failed")
    assert [check["outcome"] for check in verdict["checks"]] == ["passed", "failed"]
    assert (verdict["points"], verdict["of"]) == (1, 3)


def test_same_answer_gives_the_same_json(learner: Learner) -> None:
    """Apart from the seconds, the same answer gives the same bytes."""
    learner.writes("tea", answer("tea", 'return "coffee"'))

    first, second = (json.loads(learner.types("check", "01", "--json").out) for _ in range(2))

    for check in (*first["checks"], *second["checks"]):
        check["seconds"] = 0
    assert first == second


@pytest.mark.parametrize("source", [right_answer("tea"), EARLY, "import nothing_like_it\n"])
def test_exit_status_of_json_is_that_of_the_screen(learner: Learner, source: str) -> None:
    """Whether the answer passed is in the exit status, whoever reads the rest."""
    learner.writes("tea", source)

    assert learner.types("check", "01", "--json").status == learner.types("check", "01").status


def test_another_file_leaves_progress_alone(learner: Learner) -> None:
    """``--answer`` checks any file, and the map still speaks of the exercise's own."""
    (learner.root / "mine.py").write_text(right_answer("tea"))

    assert learner.types("check", "01", "--answer", "mine.py") == Printed(0, PASSED, "")
    assert learner.types().out.startswith("0 of 3 done")


def test_several_exercises_pass_together(learner: Learner) -> None:
    """Several names are checked in their order; the exit status is 0 when all of them pass."""
    learner.writes("tea", right_answer("tea"))
    both = learner.types("check", "01", "02")

    assert both.status == 1
    assert both.out.startswith("01 tea: ")
    assert "\n02 toast: untouched\n" in both.out


def test_cold_run_finds_the_same(learner: Learner) -> None:
    """``--cold`` forks nothing and gives the same verdict."""
    learner.writes("tea", EARLY)

    assert learner.types("check", "01", "--cold") == learner.types("check", "01")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "05"], "no exercise '05' in COURSE/exercises; the nearest: 03_feast, 02_toast"),
        (["check", "te"], "no exercise 'te' in COURSE/exercises; the nearest: 01_tea"),
        (["hint", "9"], "no exercise '9' in COURSE/exercises; the nearest: 03_feast, 02_toast"),
        (["check", "01", "02", "--json"], "--answer and --json take one exercise; name just one"),
        (["check", "01", "--answer", "gone.py"], "no file gone.py; --answer takes the path of an answer"),
        (["check"], "Missing argument 'EXERCISE...'. Try: grader check --help"),
        (["chek"], "No such command 'chek'. Did you mean 'check'? Try: grader --help"),
    ],
)
def test_impossible_wish_is_one_line_and_status_2(learner: Learner, words: list[str], message: str) -> None:
    """What cannot be done is said in one line that names the thing and the fix."""
    assert learner.types(*words) == Printed(2, "", f"grader: {message}\n")


def test_outside_a_course_it_says_where_it_looked(learner: Learner, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Without a course there is nothing to show, and the line says what to do."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    printed = learner.types(folder=elsewhere)

    assert (printed.status, printed.out) == (2, "")
    assert printed.err.startswith(
        f"grader: no course here: looked for exercises/README.md and solutions/ in {elsewhere}"
    )


def test_failure_of_the_grader_blames_nobody(learner: Learner) -> None:
    """When the checks themselves cannot run, the status is 3 and standard output stays empty."""
    learner.writes("tea", right_answer("tea"))
    (learner.root / "exercises/01_tea/test_tea.py").write_text("raise RuntimeError('a fault of the author')\n")

    printed = learner.types("check", "01", "--json")

    assert (printed.status, printed.out) == (3, "")
    assert printed.err.startswith("grader: the grader itself failed, which says nothing about your answer: ")


def test_exercise_has_many_names(learner: Learner) -> None:
    """A number, a name, a folder or the answer's path all mean the same exercise."""
    names = ("1", "01", "tea", "01_tea", "exercises/01_tea/", "exercises/01_tea/tea.py")

    assert len({learner.types("skip", name).out for name in names}) == 1


def test_missing_part_of_the_course_is_named(learner: Learner) -> None:
    """A clone with a hole is no crash: the line names the file, and who can tell more."""
    (learner.root / "solutions/01_tea/stub.py").unlink()

    error = "grader: COURSE/solutions/01_tea/stub.py: No such file or directory."
    assert learner.types() == Printed(3, "", f"{error} What is missing or wrong: grader doctor\n")


def test_a_thread_that_was_about_to_start_is_not_waited_for() -> None:
    """Ctrl-C can come in the middle of ``Thread.start``: leaving is as quiet as ever."""
    interrupted = (
        "import threading; from grader import cli; t = threading.Thread(); threading._limbo[t] = t; cli._leave()"
    )
    done = subprocess.run([sys.executable, "-c", interrupted], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_is_one_line_and_keeps_what_is_finished(learner: Learner) -> None:
    """Stopped in the middle of a check: exit status 130, no traceback, and earlier verdicts are kept."""
    learner.writes("tea", right_answer("tea"))
    learner.types()
    learner.writes("toast", "while True:\n    pass\n")
    (learner.root / ".grader/key").unlink()

    child = learner.starts()
    while not (learner.root / ".grader/key").exists():
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=20)

    assert (child.returncode, out, err) == (130, "", "grader: stopped; what was finished is kept\n")
    learner.writes("toast", right_answer("toast"))
    assert learner.types().out.endswith("Checked 1 now, 1 unchanged.\n")
