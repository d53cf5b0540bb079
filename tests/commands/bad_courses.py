"""The tiny course with one thing wrong: the change, then the file, what was expected there and what happened.

Where the last is None, the words are another room's, and its tests hold them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tiny_course import answer, write, wrong

Change = Callable[[Path], None]

TEA = Path("exercises/01_tea")
SOLUTION = Path("solutions/01_tea")


def replaced(file: Path, old: str, new: str) -> Change:
    """A change of one file."""

    def change(root: Path) -> None:
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new))

    return change


def added(file: Path, text: str) -> Change:
    """A file more."""
    return lambda root: write(root / file, text)


def removed(file: Path) -> Change:
    """A file less."""
    return lambda root: (root / file).unlink()


def both(first: Change, second: Change) -> Change:
    """Two changes."""

    def change(root: Path) -> None:
        first(root)
        second(root)

    return change


EARLY = wrong("Nobody waits.", "test_tea_takes_its_time", "too early")
GOOD_ONE = answer("tea", "await asyncio.sleep(minutes)", 'return "tea"', about=EARLY)

NO_COFFEE = '''@task(1)
async def test_tea_is_no_coffee():
    """You do not get coffee."""
    assert await make_tea(1) != "coffee", "This is coffee."
'''

ANSWER_MISSES: dict[str, tuple[Change, str, str, str | None]] = {
    "wrong answer that passes": (
        added(SOLUTION / "wrong/late.py", GOOD_ONE),
        "solutions/01_tea/wrong/late.py",
        "refused by test_tea_takes_its_time",
        "it passes every check: a learner who writes this is told that it is right",
    ),
    "wrong answer caught elsewhere": (
        replaced(SOLUTION / "wrong/nothing.py", "test_tea_is_served", "test_tea_takes_its_time"),
        "solutions/01_tea/wrong/nothing.py",
        "test_tea_takes_its_time fails",
        "test_tea_takes_its_time passed; caught by test_tea_is_served",
    ),
    "wrong answer without the words": (
        replaced(SOLUTION / "wrong/early.py", "says: too early", "says: far too hot"),
        "solutions/01_tea/wrong/early.py",
        "the message says 'far too hot'",
        None,
    ),
    "wrong answer that names no check": (
        replaced(SOLUTION / "wrong/early.py", "caught by: test_tea_takes_its_time", "caught by: test_lost"),
        "solutions/01_tea/wrong/early.py",
        "'caught by:' names one of test_tea_is_served, test_tea_takes_its_time",
        "'caught by: test_lost'",
    ),
    "wrong answer that imports after all": (
        replaced(SOLUTION / "wrong/early.py", "caught by: test_tea_takes_its_time", "caught by: import"),
        "solutions/01_tea/wrong/early.py",
        "it does not import (status broken)",
        "status failed",
    ),
    "right answer that is refused": (
        added(SOLUTION / "right/cold.py", answer("tea", 'return "tea"')),
        "solutions/01_tea/right/cold.py",
        "every check passes",
        None,
    ),
    "stub that passes a check": (
        replaced(SOLUTION / "stub.py", "raise NotImplementedError", 'return "tea"'),
        "solutions/01_tea/stub.py",
        "test_tea_is_served fails on the stub with 'not written yet'",
        "passed",
    ),
    "check that passes when nothing is done": (
        replaced(TEA / "test_tea.py", "@task(2, points=2)\n", f"{NO_COFFEE}\n\n@task(2, points=2)\n"),
        "exercises/01_tea/test_tea.py",
        "test_tea_is_no_coffee fails when every function only returns None",
        "it passes",
    ),
}

TEXT_MISSES: dict[str, tuple[Change, str, str, str | None]] = {
    "snippet that prints something else": (
        replaced(TEA / "README.md", "ValueError: no cup\n", "ValueError: no tea\n"),
        "exercises/01_tea/README.md",
        "line 2 of what snippet 1 prints is 'ValueError: no tea'",
        "'ValueError: no cup'",
    ),
    "lesson without a title": (
        replaced(TEA / "README.md", "# 01 tea: wait", "# 01 coffee: wait"),
        "exercises/01_tea/README.md",
        "the first line is '# 01 tea: the idea in a few words'",
        "'# 01 coffee: wait for the tea'",
    ),
    "lesson without a section": (
        replaced(TEA / "README.md", "## Further reading", "## Farther reading"),
        "exercises/01_tea/README.md",
        "a section '## Further reading' with text",
        "it is absent or empty",
    ),
    "lesson without a snippet": (
        replaced(TEA / "README.md", "```text", "```"),
        "exercises/01_tea/README.md",
        "a snippet: a python block and right after it a text block with what it prints",
        "there is none",
    ),
    "task without a check": (
        replaced(TEA / "test_tea.py", "@task(2, points=2)", "@task(1)"),
        "exercises/01_tea/test_tea.py",
        "checks for tasks [1, 2]",
        "checks for tasks [1]",
    ),
    "gap in the tasks": (
        replaced(TEA / "README.md", "2. **Let it", "3. **Let it"),
        "exercises/01_tea/README.md",
        "tasks numbered 1, 2, 3... each as '1. **its name**'",
        "numbers [1, 3]",
    ),
    "hint that is missing": (
        replaced(TEA / "hints.md", "### Hint 3\n\nAwait a sleep.\n", ""),
        "exercises/01_tea/hints.md",
        "3 hints for task 2",
        "2, of which 2 different and not empty",
    ),
    "hint that is said twice": (
        replaced(TEA / "hints.md", "Await a sleep.", "asyncio can sleep."),
        "exercises/01_tea/hints.md",
        "3 hints for task 2",
        "3, of which 2 different and not empty",
    ),
    "hint that gives the answer away": (
        replaced(TEA / "hints.md", "Await a sleep.", "`await asyncio.sleep(minutes)`"),
        "exercises/01_tea/hints.md",
        "hint 3 of task 2 does not give the answer away",
        "it has the reference's line 'await asyncio.sleep(minutes)'",
    ),
    "check without a sentence": (
        replaced(TEA / "test_tea.py", '    """You get tea."""\n', ""),
        "exercises/01_tea/test_tea.py",
        "test_tea_is_served (line 9) has a docstring: the sentence that a learner reads",
        "it has none",
    ),
    "check without a task": (
        replaced(TEA / "test_tea.py", "@task(1)\n", ""),
        "exercises/01_tea/test_tea.py",
        "test_tea_is_served (line 8) is tied to a task",
        "it is not",
    ),
    "assert without a message": (
        replaced(TEA / "test_tea.py", ', "Served too early: wait for it."', ""),
        "exercises/01_tea/test_tea.py",
        "the assert in line 18 says what happened and what it means",
        "it has no message",
    ),
    "answer imported as a module": (
        replaced(TEA / "test_tea.py", "from tea import make_tea\n", "import tea\nfrom tea import make_tea\n"),
        "exercises/01_tea/test_tea.py",
        "the answer is reached by 'from tea import ...' at the top of the file only",
        "another import in line 3",
    ),
    "support that shadows the standard library": (
        both(
            added(TEA / "queue.py", "SUGAR = 1\n"),
            replaced(TEA / "test_tea.py", "from grader", "from queue import SUGAR\nfrom grader"),
        ),
        "exercises/01_tea/queue.py",
        "a name of its own",
        "queue is in the standard library",
    ),
    "support named like an installed package": (
        both(
            added(TEA / "pytest.py", "SUGAR = 1\n"),
            replaced(TEA / "test_tea.py", "from grader", "import pytest\nfrom grader"),
        ),
        "exercises/01_tea/pytest.py",
        "a name of its own",
        "pytest is an installed package",
    ),
    "support named like another exercise": (
        both(
            added(TEA / "toast.py", "SUGAR = 1\n"),
            replaced(TEA / "test_tea.py", "from grader", "import toast\nfrom grader"),
        ),
        "exercises/01_tea/toast.py",
        "a name of its own",
        "02_toast has a toast, too",
    ),
    "too few wrong answers": (
        removed(SOLUTION / "wrong/half.py"),
        "solutions/01_tea/wrong",
        "4 answers or more",
        "3",
    ),
    "too few right answers": (
        removed(SOLUTION / "right/task.py"),
        "solutions/01_tea/right",
        "2 answers or more",
        "1",
    ),
    "wrong answer that says nothing": (
        replaced(SOLUTION / "wrong/early.py", "says: too early\n", ""),
        "solutions/01_tea/wrong/early.py",
        "a header that says what is wrong and what helps",
        "no says:",
    ),
    "wrong answer that is there twice": (
        both(added(SOLUTION / "wrong/late.py", GOOD_ONE), added(SOLUTION / "wrong/later.py", GOOD_ONE)),
        "solutions/01_tea/wrong/later.py",
        "an answer of its own",
        "the same text as late.py",
    ),
    "stray file": (
        added(SOLUTION / "notes.txt", "to do\n"),
        "solutions/01_tea/notes.txt",
        "only the reference, stub.py, README.md, right/ and wrong/",
        "an unexpected file",
    ),
    "notes that are missing": (
        removed(SOLUTION / "README.md"),
        "solutions/01_tea/README.md",
        "a file",
        "it is missing",
    ),
    "checks that do not parse": (
        replaced(TEA / "test_tea.py", "async def", "async deaf"),
        "exercises/01_tea/test_tea.py",
        "a file of Python",
        None,
    ),
}
