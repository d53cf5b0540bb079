"""``grader next``, ``grader hint`` and ``grader solution``: what a learner reads."""

from __future__ import annotations

from tiny_course import answer, right_answer
from typing_learner import Learner, Printed

from grader.cli import app

HINT = """\
01 tea, task {task}

Hint {number} of 3
{text}

{more}
"""
MORE = "One more: grader hint 01 --task {task}"
LAST = "That was all of them. Still stuck? grader solution 01 --give-up"


def hint(task: str, number: int, text: str, more: str = MORE) -> Printed:
    """What the screen shows of one hint."""
    more = more.format(task=task.partition(":")[0])
    return Printed(0, HINT.format(task=task, number=number, text=text, more=more), "")


def test_hints_come_one_after_the_other(learner: Learner) -> None:
    """Each call shows the next hint; after the third, the third again."""
    task = "1: Serve the tea"
    assert learner.types("hint", "01") == hint(task, 1, "What does the guest ask for?")
    assert learner.types("hint", "01") == hint(task, 2, "A function gives something back.")
    assert learner.types("hint", "01") == hint(task, 3, "`return` and a word.", LAST)
    again = learner.types("hint", "01").out
    assert "\nHint 3 of 3, the last one, once more\n`return` and a word.\n" in again


def test_hint_is_for_the_first_task_that_fails(learner: Learner) -> None:
    """A learner who has done task 1 gets a hint for task 2."""
    learner.writes("tea", answer("tea", 'return "tea"'))

    assert learner.types("hint", "01") == hint("2: Let it take its time", 1, "How long do you wait?")


def test_seen_hints_are_counted_where_a_check_fails(learner: Learner) -> None:
    """The view of a failure says how many of its hints were seen."""
    learner.writes("tea", answer("tea", 'return "tea"'))
    learner.types("hint", "01")

    assert learner.types("check", "01").out.endswith("Stuck? grader hint 01   (1 of 3 seen)\n")


def test_seen_hints_can_be_read_again(learner: Learner) -> None:
    """``--again`` shows what was seen and counts nothing."""
    learner.types("hint", "01", "--task", "2")
    learner.types("hint", "01", "--task", "2")

    first, second = (learner.types("hint", "01", "--task", "2", "--again").out for _ in range(2))

    assert first == second
    assert first.count("Hint ") == 2


def test_hint_for_an_exercise_that_passes_is_not_forced_on_you(learner: Learner) -> None:
    """Who passes needs no hint, and may have one."""
    learner.writes("tea", right_answer("tea"))

    assert learner.types("hint", "01").out == "01 tea passes. A hint all the same: grader hint 01 --task 1\n"


def test_unknown_task_names_those_with_hints(learner: Learner) -> None:
    """A task that does not exist is refused in one line."""
    error = "grader: no hints for task 7 of 01_tea; tasks with hints: 1, 2\n"

    assert learner.types("hint", "01", "--task", "7") == Printed(2, "", error)


def test_next_is_the_lesson_and_where_to_write(learner: Learner) -> None:
    """In a pipe the lesson comes as it was written; below it the file to edit and the commands."""
    lesson = (learner.root / "exercises/01_tea/README.md").read_text()
    work = "  edit    exercises/01_tea/tea.py\n  check   pytest exercises/01\n  hint    grader hint 01\n"

    assert learner.types("next") == Printed(0, f"{lesson}\n{work}", "")


def test_solution_waits_until_you_pass(learner: Learner) -> None:
    """Before passing, one line says when the solution is shown; the status is 1."""
    refusal = "The solution of 01 tea is shown after passing, or with --give-up.\n"

    assert learner.types("solution", "01") == Printed(1, refusal, "")


def test_solution_after_passing_shows_all_ways(learner: Learner) -> None:
    """After passing: the notes, the reference, and the other right answers by name."""
    learner.writes("tea", right_answer("tea"))

    printed = learner.types("solution", "01")

    expected = (
        "# Why tea works\n\nIt waits.\n\n"
        f"solutions/01_tea/tea.py\n{right_answer('tea')}\n"
        "Other right answers\n"
        "  solutions/01_tea/right/halves.py\n    Two naps.\n"
        "  solutions/01_tea/right/task.py\n    A task.\n"
    )
    assert printed == Printed(0, expected, "")


def test_who_gives_up_sees_the_solution(learner: Learner) -> None:
    """``--give-up`` shows it at once, and runs no check for it."""
    assert learner.types("solution", "01", "--give-up").out.startswith("# Why tea works\n")


def test_course_without_solutions_says_who_has_them(learner: Learner) -> None:
    """A course that was handed out has stubs only."""
    (learner.root / "solutions/01_tea/tea.py").unlink()

    error = "grader: no solution of 01_tea here: your instructor keeps it\n"
    assert learner.types("solution", "01", "--give-up") == Printed(2, "", error)


def test_help_has_an_example_for_every_command(learner: Learner) -> None:
    """``--help`` reads as documentation: a sentence and an example for each command."""
    listing = learner.types("--help").out.partition("Commands:\n")[2].partition("\n\n")[0]
    shown = {line.split()[0] for line in listing.splitlines()}
    for command in app.registered_commands:
        shown.remove(str(command.name))
        assert command.callback is not None
        assert f"Example:  grader {command.name}" in str(command.callback.__doc__)
    assert not shown
