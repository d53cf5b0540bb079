"""Practice: the warm server checks an answer of its own before it forks: no run does everything for the first time.

The first check of a process costs three times as much as the next ones: the interpreter learns what code does, caches
fill, modules are imported late. What is learned here is inherited by every fork. Answer and checks are made up for
this, in a temporary folder; no exercise is known here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from grader.instruments.watchdog import watchdog
from grader.worker.collection import PLUGINS, Nowhere
from grader.worker.plan import Plan

_TIMES = 4
"""Enough for the interpreter to have specialised what every check runs."""

_SLUG = "practice_answer"
_ANSWER = """
import asyncio


async def work(*steps):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(step()) for step in steps]
    return [task.result() for task in tasks]
"""
_CHECKS = f"""
import asyncio

from {_SLUG} import work

from grader.checks import cancel_at_each_await, same, task


@task(1)
async def test_work(probe, clock):
    '''Work.'''
    results = await work(probe("first", seconds=1), probe("second", seconds=2))
    assert same(results, probe.tokens("first", "second")), "as they came"
    assert all([probe.max_in_flight == 2, clock.elapsed == 2]), "at once"


@task(2)
async def test_cancelled(probe):
    '''Stop.'''
    async for run in cancel_at_each_await(lambda: work(probe("step"))):
        assert run.passed_on, f"{{run}}"


@task(3)
def test_in_a_loop_of_its_own(probe):
    '''Run.'''
    asyncio.run(work(probe("step")))
"""


class _Repeated:
    """Runs the checks several times, where pytest would run them once."""

    def __init__(self) -> None:
        self.passed = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for _ in range(_TIMES):
            for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.passed += report.when == "call" and report.passed


def practise() -> None:
    """Do it, and leave nothing of it behind but experience.

    Raises:
        RuntimeError: a check did not pass, so that something is wrong with this installation.
    """
    path, stdout, repeated = list(sys.path), sys.stdout, _Repeated()
    sys.stdout = Nowhere()
    try:
        with tempfile.TemporaryDirectory() as folder:
            pytest.main(_plan(Path(folder)).arguments, [*PLUGINS, repeated])
    finally:
        sys.stdout = stdout
        sys.path[:] = path
        for name in [name for name in sys.modules if _SLUG in name]:
            del sys.modules[name]
        watchdog.stop()
    if repeated.passed != _TIMES * _CHECKS.count("def test_"):
        raise RuntimeError("the checks of the practice run do not pass here")


def _plan(root: Path) -> Plan:
    folder, solution = root / f"exercises/01_{_SLUG}", root / f"solutions/01_{_SLUG}"
    folder.mkdir(parents=True)
    solution.mkdir(parents=True)
    (root / "exercises/README.md").write_text("# Practice\n")
    (folder / f"test_{_SLUG}.py").write_text(_CHECKS)
    (solution / "stub.py").write_text("raise NotImplementedError\n")
    (folder / f"{_SLUG}.py").write_text(_ANSWER)
    return Plan(str(folder), str(folder / f"test_{_SLUG}.py"), str(folder / f"{_SLUG}.py"))
