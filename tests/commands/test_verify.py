"""``grader verify``: a good exercise is proved, and each way in which one can be bad is found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest
from bad_courses import ANSWER_MISSES, EARLY, SOLUTION, TEA, TEXT_MISSES, replaced
from tiny_course import answer, write, write_course
from typing_learner import Learner, Printed

from grader.course import Course
from grader.verify import Court
from grader.verify.proof import plan
from grader.worker import Workers

GOOD = "ok    01 tea                  4 wrong caught, 3 right accepted, stub, 1 snippet\n"


def misses(out: str) -> list[tuple[str, str, str, str]]:
    """The misses of a report: file, expected, happened, fix."""
    joined = re.sub(r"\n {14}", " ", out)
    return re.findall(r"^  (\S.*)\n    expected  (.*)\n    happened  (.*)\n    fix       (.*)$", joined, re.MULTILINE)


def test_good_exercise_is_one_line(learner: Learner) -> None:
    """What holds takes one line and exit status 0."""
    assert learner.types("verify", "01") == Printed(0, GOOD, "")


def test_whole_course_is_proved_in_its_order(learner: Learner) -> None:
    """Without names every exercise is proved; a pristine tree is held to be as it was shipped."""
    printed = learner.types("verify", "--pristine")

    assert (printed.status, printed.err) == (0, "")
    assert [line.split()[:3] for line in printed.out.splitlines()] == [
        ["ok", "01", "tea"],
        ["ok", "02", "toast"],
        ["ok", "03", "feast"],
    ]


def test_learners_edits_are_no_miss(learner: Learner) -> None:
    """Anything may be written in exercises/, unless the tree shall be pristine."""
    learner.writes("tea", "nonsense(")
    scratch = learner.root / "exercises/01_tea/json.py"
    write(scratch, "print('scratch')\n")

    assert learner.types("verify", "01") == Printed(0, GOOD, "")
    found = misses(learner.types("verify", "01", "--pristine").out)
    assert [(file, happened) for file, _, happened, _ in found] == [
        ("exercises/01_tea/json.py", "an unexpected file"),
        ("exercises/01_tea/tea.py", "they differ"),
    ]


@pytest.mark.parametrize("name", ANSWER_MISSES)
def test_miss_of_an_answer_is_found(learner: Learner, name: str) -> None:
    """A miss names the file, what was expected there and what happened; the exit status is 1."""
    mutate, file, expected, happened = ANSWER_MISSES[name]
    mutate(learner.root)

    printed = learner.types("verify", "01")

    assert (printed.status, printed.err) == (1, "")
    assert printed.out.startswith("miss  01 tea")
    found = misses(printed.out)
    matching = [miss for miss in found if miss[:2] == (file, expected) and happened in (None, miss[2])]
    assert len(matching) == 1, found


@pytest.mark.parametrize("name", TEXT_MISSES)
def test_miss_of_a_text_is_found(tmp_path: Path, name: str) -> None:
    """Lesson, hints, checks, banks and folders: each thing that can be wrong with them is one finding."""
    write_course(tmp_path)
    mutate, file, expected, happened = TEXT_MISSES[name]
    mutate(tmp_path)
    course = Course(tmp_path)

    # No answer is tried, so no workers are needed.
    _, jobs = plan(course, course.get("01"), Court(cast(Workers, None)), pristine=False)
    found = [finding for job in jobs if job.kind in ("text", "snippet") for finding in job.run()]

    matching = [one for one in found if (one.file, one.expected) == (tmp_path / file, expected)]
    assert len(matching) == 1, found
    assert happened in (None, matching[0].happened)


def test_folder_without_exercise_is_found(learner: Learner) -> None:
    """A solution whose exercise is gone is found when the whole course is proved."""
    write(learner.root / "solutions/09_soup/soup.py", "")

    printed = learner.types("verify")

    assert printed.status == 1
    assert misses(printed.out)[0][:2] == ("solutions/09_soup", "a folder of an exercise")


def test_answer_for_a_later_python_is_skipped(learner: Learner) -> None:
    """``needs`` leaves an answer out where it cannot run, and the line says so."""
    future = answer("tea", "...", about=f"{EARLY}needs: Python 3.99\n")
    write(learner.root / SOLUTION / "wrong/future.py", future)

    line = GOOD.replace("1 snippet\n", "1 snippet, skipped: future.py\n")
    printed = learner.types("verify", "01")
    assert (printed.status, printed.err) == (0, "")
    assert " ".join(printed.out.split()) == " ".join(f"{line} needs Python 3.99".split())


def test_real_clock_tries_the_answers_in_any_words(learner: Learner) -> None:
    """On the real clock right answers pass and wrong ones fail; texts and words are not looked at."""
    checks = learner.root / TEA / "test_tea.py"
    checks.write_text(
        checks.read_text().replace("make_tea(1)", "make_tea(0)").replace("(3)", "(0.2)").replace("3,", "0.2,")
    )
    replaced(SOLUTION / "wrong/early.py", "says: too early", "says: far too hot")(learner.root)

    out = "ok    01 tea                  4 wrong caught, 3 right accepted\n"
    assert learner.types("verify", "01", "--real-clock") == Printed(0, out, "")


def test_rounds_under_load_count_flakes(learner: Learner) -> None:
    """Several rounds beside busy processes end with the number of flakes."""
    out = "round 1 of 2: 0 misses\nround 2 of 2: 0 misses\n2 rounds under 2 busy loops: 0 flakes\n"

    assert learner.types("verify", "01", "--rounds", "2", "--load", "2") == Printed(0, out, "")


def test_miss_in_every_round_is_no_flake(learner: Learner) -> None:
    """What never holds is a miss, shown in each round; a flake holds now and then."""
    (learner.root / SOLUTION / "README.md").unlink()

    printed = learner.types("verify", "01", "--rounds", "2")

    assert printed.status == 1
    assert printed.out.count("miss  01 tea") == 2
    assert printed.out.endswith("round 2 of 2: 1 miss\n2 rounds: 0 flakes\n")
