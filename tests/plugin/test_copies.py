"""What a check hands over is one of a kind: a copy would keep books that nobody reads."""

from __future__ import annotations

from courses import make_exercise, run_pytest

CHECKS = '''
"""Checks."""
from {slug} import work

from grader.checks import same, task


class Counter:
    def __init__(self):
        self.calls = 0

    async def __call__(self):
        self.calls += 1


@task(1)
async def test_work_is_counted():
    """Work calls the step once."""
    step = Counter()
    await work(step)
    assert same(step.calls, 1), "Call the step once."
'''


def test_an_answer_cannot_copy_what_the_check_counts_with(tmp_path):
    """Neither with copy nor with pickle; it is told whose the object is."""
    answer = "import copy\n\n\nasync def work(step):\n    await step()\n    await copy.copy(step)()\n"
    make_exercise(tmp_path, checks=CHECKS, answer=answer)

    run = run_pytest(tmp_path, "exercises/01")

    assert run.returncode == 1
    assert "TypeError: this Counter belongs to the check: use it, and do not copy it" in run.stdout
    assert "lab.py:6" in run.stdout
