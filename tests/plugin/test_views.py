"""What a learner sees when a check fails: compared word by word."""

from __future__ import annotations

import re

import pytest
from courses import CHECKS, RIGHT, make_exercise, run_pytest


def failures(done):
    """The part of pytest's output between its FAILURES line and its summary."""
    text = done.stdout.partition(" FAILURES ")[2] or done.stdout.partition(" ERRORS ")[2]
    body = text.partition("\n")[2].partition("\n=====")[0]
    return "\n".join(line.rstrip() for line in body.splitlines() if not line.startswith(("___", "Simulated")))


def view_of(tmp_path, answer, *arguments, checks=CHECKS):
    """The failure view for one answer."""
    make_exercise(tmp_path, answer=answer, checks=checks)
    done = run_pytest(tmp_path, "exercises/1", *arguments)
    assert done.returncode == 1, done.stdout + done.stderr
    return failures(done)


HEADER = (
    "01 lab, task 1: Do the work                                               FAILED\n  Work waits for the step.\n"
)
HINT = "  Stuck? grader hint 01   (0 of 3 seen)"


def test_the_stub_is_not_written_yet(tmp_path):
    """Nothing runs, and nothing is blamed."""
    make_exercise(tmp_path)
    done = run_pytest(tmp_path, "exercises/1")
    assert done.returncode == 1
    assert failures(done) == f"{HEADER}  not written yet: work\n  lab.py:4\n{HINT}"


def test_a_result_that_is_wrong(tmp_path):
    """The sentence, expected and got, the picture, the line."""
    answer = "async def work(step):\n    await step()\n    return 1\n"
    assert view_of(tmp_path, answer) == (
        f"{HEADER}\n"
        "  Return what the step returns.\n"
        "  expected  the result of step\n"
        "  got       1\n\n"
        "  step  |================================| 0.00-1.00  lab.py:2\n"
        "  most at once: 1 of 1\n\n"
        "  lab.py:2 in work\n"
        "      await step()\n\n"
        f"{HINT}"
    )


def test_an_exception_comes_with_its_line_and_what_it_usually_means(tmp_path):
    """The error's own text first, then the guess."""
    assert view_of(tmp_path, "async def work(step):\n    return step().upper()\n") == (
        f"{HEADER}\n"
        "  AttributeError: 'coroutine' object has no attribute 'upper'\n"
        "  That value is a coroutine, not its result: put await before the call.\n"
        "\n"
        "  lab.py:2 in work\n"
        "      return step().upper()\n\n"
        f"{HINT}"
    )


def test_the_line_does_not_depend_on_how_long_the_machine_took(tmp_path):
    """What was only measured is no reason to point at a line: next time it may take less."""
    answer = """
    import hashlib

    async def work(step):
        hashlib.pbkdf2_hmac("sha256", b"x", b"y", 400_000)
        return 1
    """
    checks = CHECKS.replace("await work(", "await the_result(") + (
        "\n\nasync def the_result(step):\n    return await work(step)\n"
    )
    make_exercise(tmp_path, answer=answer, checks=checks)
    done = run_pytest(tmp_path, "exercises/1")
    assert "a computation stopped the whole loop" in done.stdout
    assert "  lab.py:3 in work\n" in failures(done)


def test_a_leak_alone_fails_the_check(tmp_path):
    """The result is right, and a task was left behind."""
    answer = """
    import asyncio

    async def forever():
        await asyncio.Event().wait()

    async def work(step):
        asyncio.create_task(forever())
        return await step()
    """
    view = view_of(tmp_path, answer)
    assert "1 task is still running after your function returned: forever (lab.py:4)." in view
    assert "expected" not in view


def test_an_endless_wait_is_told_at_once(tmp_path):
    """With the deepest line of the learner's file."""
    answer = """
    import asyncio

    async def inner():
        await asyncio.Event().wait()

    async def work(step):
        await inner()
    """
    view = view_of(tmp_path, answer)
    assert "Every task waits, and nothing can ever wake them:\n    lab.py:4 in inner, waiting in Event.wait" in view
    assert "  lab.py:4 in inner\n      await asyncio.Event().wait()" in view


def test_a_deadlock_is_not_called_a_leak(tmp_path):
    """The function has not returned, so nothing is said about what runs after it."""
    answer = """
    import asyncio

    async def work(step):
        asyncio.create_task(asyncio.Event().wait())
        await asyncio.Event().wait()
    """
    view = view_of(tmp_path, answer)
    assert "nothing can ever wake them" in view
    assert "still running" not in view


def test_a_group_of_errors_names_each_of_them(tmp_path):
    """With what each usually means."""
    answer = """
    import asyncio

    async def fail(error):
        raise error

    async def work(step):
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError("no such symbol")))
            group.create_task(fail(asyncio.InvalidStateError("Result is not set.")))
    """
    view = view_of(tmp_path, answer)
    assert (
        "  ExceptionGroup of 2 errors:\n"
        "  ValueError: no such symbol\n"
        "  InvalidStateError: Result is not set.\n"
        "  A Task has no result before it is done: await it first.\n"
    ) in view


def test_a_blocking_call_is_drawn_and_named(tmp_path):
    """time.sleep in a coroutine."""
    answer = """
    import time

    async def work(step):
        time.sleep(2)
        return await step()
    """
    view = view_of(tmp_path, answer)
    assert "! time.sleep stopped the whole loop for 2.00 s, at 0.00 at lab.py:4 in work" in view


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("def work(step):\n    return await step()\n", "lab.py is not valid Python: 'await' outside async function."),
        ("import nowhere\n", "Importing lab.py raised ModuleNotFoundError: No module named 'nowhere'."),
        ("import sys\nsys.exit(0)\n", "Importing lab.py raised SystemExit: 0."),
        ("", "lab.py has no work: the checks call it by that name. Did it get lost or renamed?"),
        (b"work = 1\0", "lab.py is not"),
        (b"# caf\xe9\n", "lab.py is not "),
    ],
)
def test_an_answer_that_cannot_be_imported_is_one_clear_message(tmp_path, answer, words):
    """Once, not once a check; no traceback of ours; exit status 1."""
    make_exercise(tmp_path, answer=answer)
    done = run_pytest(tmp_path, "exercises/1")
    assert done.returncode == 1
    assert words in failures(done)
    assert "Traceback" not in done.stdout
    assert "grader/" not in done.stdout


def test_a_broken_answer_does_not_stop_the_other_exercises(tmp_path):
    """In a run of all, the others are checked."""
    make_exercise(tmp_path, "01_lab", answer="(")
    make_exercise(tmp_path, "02_shop", answer=RIGHT)
    assert "1 passed, 1 error" in run_pytest(tmp_path, "exercises").stdout


def test_a_missing_answer_says_how_to_get_it_back(tmp_path):
    """One line."""
    (make_exercise(tmp_path) / "lab.py").unlink()
    assert failures(run_pytest(tmp_path, "exercises/1")) == "lab.py is missing. Bring it back: grader reset 01"


def test_a_skip_raised_by_the_answer_is_a_failure(tmp_path):
    """Ending the check early earns nothing."""
    for number, error in enumerate(("pytest.skip('x')", "pytest.xfail('x')", "pytest.importorskip('nowhere')"), 1):
        answer = f"import pytest\n\nasync def work(step):\n    {error}\n"
        make_exercise(tmp_path, f"0{number}_lab{number}", answer=answer)
    done = run_pytest(tmp_path, "exercises")
    assert failures(done).count("The answer ended the check early with") == 3
    assert "3 failed" in done.stdout


def test_the_time_limit_says_where_it_was(tmp_path):
    """In real seconds, with the line that ran."""
    checks = '''
    from {slug} import work

    from grader.checks import task


    @task(1, seconds=0.5)
    async def test_it():
        """It ends."""
        await work()
    '''
    make_exercise(tmp_path, checks=checks, answer="async def work():\n    while True:\n        pass\n")
    done = run_pytest(tmp_path, "exercises/1")
    assert "  Took longer than 0.5 s and was stopped." in failures(done)
    assert re.search(r"  stopped at lab.py:[23]\n", failures(done))


def test_an_endless_round_of_awaits_is_stopped_too(tmp_path):
    """It gives way all the time, so the loop itself raises the limit, between two tasks or in one of them."""
    checks = '''
    from {slug} import work

    from grader.checks import task


    @task(1, seconds=0.5)
    async def test_it():
        """It ends."""
        await work()


    @task(1)
    async def test_the_next_one():
        """It runs."""
    '''
    answer = "import asyncio\n\nasync def work():\n    while True:\n        await asyncio.sleep(0)\n"
    make_exercise(tmp_path, checks=checks, answer=answer)
    for _ in range(3):
        done = run_pytest(tmp_path, "exercises/1")
        assert "  Took longer than 0.5 s and was stopped." in failures(done)
        assert "1 failed, 1 passed" in done.stdout


def test_one_blocked_task_after_another_is_stopped(tmp_path):
    """A thread lock held across an await: when the first task is stopped, the next one blocks in its place."""
    checks = '''
    from {slug} import work

    from grader.checks import task


    @task(1, seconds=0.5)
    async def test_it():
        """It ends."""
        await work()
    '''
    answer = """
    import asyncio, threading

    lock = threading.Lock()

    async def one():
        with lock:
            await asyncio.sleep(1)

    async def work():
        await asyncio.gather(one(), one(), one())
    """
    make_exercise(tmp_path, checks=checks, answer=answer)
    done = run_pytest(tmp_path, "exercises/1")
    assert "  Took longer than 0.5 s and was stopped." in failures(done)
    assert re.search(r"  stopped at lab.py:\d+\n", failures(done))


def test_very_verbose_shows_everything(tmp_path):
    """-vv adds pytest's own traceback."""
    view = view_of(tmp_path, "async def work(step):\n    return 1 / 0\n", "-vv")
    assert "ZeroDivisionError: division by zero" in view
    assert "exercises/01_lab/test_lab.py" in view


def test_ascii_terminals_get_ascii(tmp_path):
    """A name that the terminal cannot show is escaped, not a crash."""
    answer = "async def work(step):\n    raise ValueError('caf\\u00e9')\n"
    make_exercise(tmp_path, answer=answer)
    import os

    done = run_pytest(tmp_path, "exercises/1", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert "ValueError: caf\\xe9" in done.stdout


def test_the_last_line_tells_what_the_simulated_clock_saved(tmp_path):
    """And how to see it in real time."""
    make_exercise(tmp_path, answer=RIGHT)
    done = run_pytest(tmp_path, "exercises/1")
    assert re.search(
        r"Simulated clock: 1\.00 s of waiting took 0\.\d\d s\. Real time: pytest exercises/01 --real-clock", done.stdout
    )
    real = run_pytest(tmp_path, "exercises/1", "--real-clock")
    assert "Simulated clock" not in real.stdout
    assert real.returncode == 0


def test_the_line_is_of_the_function_under_test(tmp_path):
    """It is the last one that the check calls. What is called before prepares something."""
    answer = """
    def prepare():
        return 1

    async def work(step):
        return step
    """
    checks = """
    from {slug} import prepare, work

    from grader.checks import task


    @task(1)
    async def test_work_doubles():
        step = prepare()
        assert await work(step) == 2, "It should be twice as much."
    """
    view = view_of(tmp_path, answer, checks=checks)
    assert "It should be twice as much.\n\n  lab.py:4 in work\n" in view
