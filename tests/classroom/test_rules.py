"""Reviews: an answer outside of the lists is not run and not zero, until an instructor says so."""

from __future__ import annotations

import shlex

from classroom.school import TEA, TOAST, School, answer

CURIOUS = answer("tea", "import platform", "platform.node()", "await asyncio.sleep(minutes)", 'return "tea"')


def a_class(school: School) -> None:
    """Two students with the same unusual answer, and a usual one."""
    school.hands_in("ada/tea.py", CURIOUS)
    school.hands_in("bob/tea.py", CURIOUS)
    school.hands_in("bob/toast.py", TOAST)


def test_review_is_not_run_and_says_how_to_accept_it(school: School) -> None:
    """With the line and the reason; the command that is printed runs these answers, and no others."""
    a_class(school)

    printed = school.grades()

    assert (printed.status, printed.err) == (0, "")
    assert "\n  ! review             2\n" in printed.out
    assert "\n2 answers to review: not run, and not zero\n  ada, 01 tea: tea.py:" in printed.out
    verdict = school.rows()["ada"].verdicts["01_tea"]
    assert (verdict.status, {check.outcome for check in verdict.checks}) == ("review", {"not_run"})

    (command,) = [line.strip() for line in printed.out.splitlines() if line.startswith("    grader class ")]
    assert command == "grader class ROOT/submissions --out ROOT/out --accept ada:01 --accept bob:01"
    words = shlex.split(command.replace("ROOT", str(school.root)))[1:]
    assert school.types(*words).out.startswith("1 to run, 1 unchanged.\n")
    assert [school.statuses(name)[0] for name in ("ada", "bob")] == ["passed", "passed"]


def test_one_students_answer_is_accepted_and_the_others_is_not(school: School) -> None:
    """Although they are the same."""
    a_class(school)

    school.grades("--accept", "bob:tea")

    assert [school.statuses(name)[0] for name in ("ada", "bob")] == ["review", "passed"]


def test_name_is_allowed_to_all(school: School) -> None:
    """``--allow`` is for everybody, in that exercise; answers to others are not run again."""
    a_class(school)
    school.grades()

    printed = school.grades("--allow", "01:platform.node")

    assert printed.out.startswith("1 to run, 1 unchanged.\n")
    assert [school.statuses(name)[0] for name in ("ada", "bob")] == ["passed", "passed"]


def test_without_the_policy_everything_is_run(school: School) -> None:
    """For a class that one trusts."""
    a_class(school)
    school.hands_in("cem/tea.py", TEA)

    school.grades("--no-policy")

    assert [school.statuses(name)[0] for name in ("ada", "bob", "cem")] == ["passed"] * 3
