"""How pytest finds an exercise by its number, and leaves every other run alone."""

from __future__ import annotations

import pytest
from courses import RIGHT, make_exercise, run_pytest


@pytest.fixture
def root(tmp_path):
    """A course of two exercises, the first one done."""
    make_exercise(tmp_path, "01_lab", answer=RIGHT)
    make_exercise(tmp_path, "02_shop")
    return tmp_path


@pytest.mark.parametrize(
    "argument",
    [
        "exercises/01",
        "exercises/1",
        "exercises/01_lab",
        "exercises/1/test_lab.py",
        "exercises/01/test_lab.py::test_work_takes_a_second",
        "exercises/1::test_work_takes_a_second",
    ],
)
def test_a_number_is_enough(root, argument):
    """All these are the same exercise."""
    done = run_pytest(root, argument)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_every_import_mode_works(root, mode):
    """Support modules and the answer are found in all of them."""
    assert run_pytest(root, "exercises", f"--import-mode={mode}").stdout.count("not written yet") == 1


def test_several_at_once_and_all(root):
    """Both exercises in one run."""
    for arguments in (["exercises/1", "exercises/02"], ["exercises"]):
        assert "1 failed, 1 passed" in run_pytest(root, *arguments).stdout


def test_it_works_from_inside_the_exercises_folder(root):
    """With a bare number, and with no argument in the folder of one exercise."""
    assert "1 passed" in run_pytest(root / "exercises", "1").stdout
    assert "1 passed" in run_pytest(root / "exercises" / "01_lab").stdout


def test_it_works_from_elsewhere_by_path(root, tmp_path_factory):
    """An absolute path, and no warning from pytest's plugins."""
    done = run_pytest(tmp_path_factory.mktemp("elsewhere"), str(root / "exercises" / "1"))
    assert "1 passed" in done.stdout
    assert "warning" not in (done.stdout + done.stderr).lower()


def test_sqlalchemy_is_loaded_before_the_answer(tmp_path):
    """What the checks need of it takes long to load on a busy machine: that is not the answer's time."""
    needs = (
        "from {slug} import work\nfrom sqlalchemy.ext.asyncio import AsyncEngine\n\n\ndef test_work():\n    work()\n"
    )
    early = "import sys\nthere = 'sqlalchemy.ext.asyncio' in sys.modules\n\n\ndef work():\n    assert there\n"
    make_exercise(tmp_path, "01_lab", checks=needs, answer=early)
    assert "1 passed" in run_pytest(tmp_path, "exercises/1").stdout


def test_an_unknown_number_is_one_line_that_names_the_nearest(root):
    """No traceback, pytest's exit status for a wrong call."""
    done = run_pytest(root, "exercises/7")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.strip() == (f"ERROR: no exercise '7' in {root / 'exercises'}; the nearest: 02_shop, 01_lab")


def test_last_failed_and_two_workers_work(root):
    """--lf runs the failed check again; with xdist the pictures and the simulated clock's line stay."""
    (root / "exercises/02_shop/shop.py").write_text("async def work(step):\n    await step()\n")
    (root / "pytest.ini").write_text("[pytest]\n")
    spread = run_pytest(root, "exercises", "-n", "2")
    assert "|================================| 0.00-1.00" in spread.stdout
    assert "Simulated clock: 2.00 s of waiting took" in spread.stdout
    run_pytest(root, "exercises", "-p", "cacheprovider")
    assert "1 failed" in run_pytest(root, "exercises", "-p", "cacheprovider", "--lf").stdout


def test_another_run_is_untouched(tmp_path):
    """A test outside a course sees the original time module and asyncio, and none of our modules are loaded."""
    (tmp_path / "test_other.py").write_text(
        "import asyncio, sys, time\n"
        "def test_it():\n"
        "    assert type(time.sleep).__name__ == 'builtin_function_or_method'\n"
        "    ours = {name.removeprefix('grader.') for name in sys.modules if name.startswith('grader.')}\n"
        "    assert not ours - {'plugin', 'course', 'checklist', 'errors', 'lesson', 'syntax'}\n"
        "    assert asyncio.new_event_loop.__module__ == 'asyncio.events'\n"
    )
    assert "1 passed" in run_pytest(tmp_path).stdout


def test_tests_beside_the_exercises_keep_their_own_loop(root):
    """In a run of both, only the checks are on the simulated clock."""
    (root / "tests").mkdir()
    (root / "tests/test_own.py").write_text(
        "import asyncio, pytest\n"
        "@pytest.mark.asyncio\n"
        "async def test_it():\n"
        "    assert 'Simulated' not in type(asyncio.get_running_loop()).__name__\n"
    )
    assert "2 passed" in run_pytest(root, "exercises/1", "tests").stdout


def test_checking_an_exercise_loads_nothing_heavy(root):
    """No SQLAlchemy, no rich, no typer, no worker, no database server on a learner's path."""
    (root / "exercises/01_lab/test_lab.py").open("a").write(
        "\n\n@task(1)\ndef test_modules():\n"
        '    """Nothing heavy."""\n'
        "    import sys\n"
        "    heavy = {'sqlalchemy', 'rich', 'typer', 'grader.worker', 'asyncpg', 'aiosqlite', 'grader.cli',\n"
        "             'grader.checks.database', 'grader.instruments.postgres'}\n"
        "    assert not heavy & set(sys.modules), sorted(heavy & set(sys.modules))\n"
        "    work\n"
    )
    done = run_pytest(root, "exercises/1")
    assert "2 passed" in done.stdout, done.stdout
