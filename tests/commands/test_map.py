"""``grader`` alone: the course map."""

from __future__ import annotations

from tiny_course import answer, right_answer
from typing_learner import Learner, Printed

UNTOUCHED = """\
0 of 3 done

Breakfast  0 of 2
  · 01 tea    to do     wait for the tea
  · 02 toast  to do     wait for the toast

Dinner  0 of 1
  · 03 feast  to do     (boss) wait for the feast

Next: 01 tea, wait for the tea
  lesson  exercises/01_tea/README.md
  edit    exercises/01_tea/tea.py
  check   pytest exercises/01
  hint    grader hint 01

Checked 0 now, 0 unchanged.
"""


def test_untouched_course_costs_no_check(learner: Learner) -> None:
    """A course as it was cloned shows every exercise as to do, and runs nothing for it."""
    assert learner.types() == Printed(0, UNTOUCHED, "")


def test_each_answer_shows_how_far_it_is(learner: Learner) -> None:
    """An answer that passes is done, one that passes in part shows its points, one that does not parse is broken."""
    learner.writes("tea", right_answer("tea"))
    learner.writes("toast", answer("toast", 'return "toast"'))
    learner.writes("feast", "def make_feast(:\n")

    printed = learner.types()

    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith(
        "1 of 3 done\n\n"
        "Breakfast  1 of 2\n"
        "  ✓ 01 tea    done      wait for the tea\n"
        "  › 02 toast  1 of 3    wait for the toast\n\n"
        "Dinner  0 of 1\n"
        "  › 03 feast  broken    (boss) wait for the feast\n\n"
        "Next: 02 toast, wait for the toast\n"
    )
    assert printed.out.endswith("\nChecked 3 now, 0 unchanged.\n")


def test_second_look_checks_nothing(learner: Learner) -> None:
    """Nothing changed, so nothing is checked again."""
    learner.writes("tea", right_answer("tea"))
    learner.writes("toast", answer("toast", "return None"))
    first, second = learner.types(), learner.types()

    assert first.out.endswith("Checked 2 now, 0 unchanged.\n")
    assert second.out == first.out.replace("Checked 2 now, 0 unchanged.", "Checked 0 now, 2 unchanged.")


def test_one_edit_checks_one_exercise(learner: Learner) -> None:
    """Only what was edited is checked again."""
    learner.writes("tea", right_answer("tea"))
    learner.writes("toast", answer("toast", "return None"))
    learner.types()

    learner.writes("toast", right_answer("toast"))

    assert learner.types().out.endswith("Checked 1 now, 1 unchanged.\n")


def test_check_keeps_its_verdict_for_the_map(learner: Learner) -> None:
    """What ``grader check`` found need not be found again."""
    learner.writes("tea", right_answer("tea"))
    learner.types("check", "01")

    assert learner.types().out.endswith("Checked 0 now, 1 unchanged.\n")


def test_changed_check_is_run_again(learner: Learner) -> None:
    """A verdict is stale when the checks changed, not just when the answer did."""
    learner.writes("tea", right_answer("tea"))
    learner.types()

    checks = learner.root / "exercises/01_tea/test_tea.py"
    checks.write_text(checks.read_text().replace("clock.elapsed >= 3", "clock.elapsed >= 4"))

    printed = learner.types()
    assert "› 01 tea    1 of 3" in printed.out
    assert printed.out.endswith("Checked 1 now, 0 unchanged.\n")


def test_boss_is_offered_beside_the_next_exercise(learner: Learner) -> None:
    """``Next`` never stops at a boss; one on the way is named below it, and the last thing to do can be a boss."""
    learner.writes("tea", right_answer("tea"))
    learner.writes("toast", right_answer("toast"))

    out = learner.types().out

    assert "Next:" not in out
    assert "\nBoss: 03 feast, wait for the feast\n  lesson  exercises/03_feast/README.md\n" in out


def test_paths_are_what_one_would_type_here(learner: Learner) -> None:
    """In another folder of the course, paths are relative to that folder."""
    out = learner.types(folder=learner.root / "exercises/01_tea").out

    assert "  edit    tea.py\n  check   pytest ../01\n" in out


def test_finished_course_says_so(learner: Learner) -> None:
    """When all is done or skipped there is nothing left to do."""
    learner.writes("tea", right_answer("tea"))
    learner.types("skip", "02")
    learner.types("skip", "03")

    assert "\nNothing left to do. 2 skipped: grader skip NN --undo brings one back.\n" in learner.types().out


def test_terminal_that_knows_only_ascii_gets_ascii(learner: Learner) -> None:
    """Marks are plain characters where the terminal has no better ones, and nothing crashes."""
    readme = learner.root / "exercises/01_tea/README.md"
    readme.write_text(readme.read_text().replace("its minutes", "its minutes — “exactly”"))
    learner.writes("tea", right_answer("tea"))

    out = learner.types(PYTHONIOENCODING="ascii", PYTHONUTF8="0").out
    assert "  + 01 tea    done      wait for the tea\n" in out
    assert learner.types("next", PYTHONIOENCODING="ascii", PYTHONUTF8="0").status == 0


def test_no_colour_in_a_pipe(learner: Learner) -> None:
    """What goes into a pipe or a file has no colour in it."""
    assert "\x1b" not in learner.types(TERM="xterm-256color").out
