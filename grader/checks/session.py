"""The hooks that run the checks. Loaded only in runs that concern exercises."""

from __future__ import annotations

import asyncio
import gc
import sys
import warnings
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_timeout

from grader.checks import limit, report
from grader.checks.bench import Bench, make_loop, set_up
from grader.checks.collect import NOT_WRITTEN, CheckModule
from grader.checks.report import Finding, NoDatabase, NotWritten
from grader.checks.view import view
from grader.course import Course
from grader.instruments import clock
from grader.instruments.leaks import LeftBehind

BENCH = pytest.StashKey[Bench]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Async checks need no decorator; one broken answer does not stop the others."""
    # Set by the project's configuration, which a run started elsewhere does not read. It makes no difference: the
    # fixtures of the checks all live for one check.
    warnings.filterwarnings("ignore", message='The configuration option "asyncio_default_fixture_loop_scope"')
    clock.install()
    config.option.asyncio_mode = "auto"
    config.option.continue_on_collection_errors = True
    config.addinivalue_line("markers", "task(number): the numbered task of the lesson that a check belongs to")
    config.addinivalue_line("markers", "real_clock: the check runs in real time")


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """The file of checks of an exercise is collected our way."""
    course = Course.find(module_path.parent)
    exercise = course.containing(module_path) if course else None
    if exercise is None or module_path != exercise.checks_file:
        return None
    given = parent.config.getoption("answer")
    answer = Path(given).absolute() if given else exercise.answer
    return CheckModule.build(parent, module_path, exercise, answer)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Everything is loaded: from here on, looking for what a check left behind need not look at it."""
    gc.collect()
    gc.freeze()


def _is_check(item: pytest.Item) -> bool:
    return item.getparent(CheckModule) is not None


def _on_real_clock(item: pytest.Item) -> bool:
    return bool(item.config.getoption("real_clock")) or item.get_closest_marker("real_clock") is not None


def _needs_postgres(item: pytest.Item) -> bool:
    """Whether it asks for a database, and will run at all."""
    asks = "postgres_url" in getattr(item, "fixturenames", ())
    return asks and not item.stash.get(NOT_WRITTEN, None) and item.get_closest_marker("skip") is None


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loops of the checks. Other tests of the same run keep the loop they would have had."""
    return {"check": make_loop} if _is_check(item) else {"default": asyncio.new_event_loop}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Lay out the instruments for one check."""
    if not _is_check(item):
        return (yield)
    if _needs_postgres(item):
        from grader.checks.database import make_ready

        # Here no time limit runs yet.
        make_ready(item.config)
    with set_up(real=_on_real_clock(item), seed=item.config.getoption("seed")) as bench:
        item.stash[BENCH] = bench
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is not written yet is not run, and no fixture of it is set up."""
    if item.stash.get(NOT_WRITTEN, None):
        raise NotWritten


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Run the check's own function, then look at what it left behind."""
    bench = item.stash.get(BENCH, None)
    if bench is None:
        return (yield)
    bench.begin()
    try:
        result = yield
    finally:
        bench.look_around()
    if bench.left_behind:
        raise LeftBehind("\n".join(bench.left_behind))
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: Any, settings: pytest_timeout.Settings) -> bool | None:
    """The time limit of a check, with our words; None leaves it to pytest-timeout."""
    bench = item.stash.get(BENCH, None)
    cancel = limit.set_alarm(settings.timeout, bench.too_long) if bench else None
    if cancel is None:
        return None
    item.cancel_timeout = cancel
    return True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put what a learner needs into the report."""
    made = yield
    bench = item.stash.get(BENCH, None)
    if bench is None or (made.when == "setup" and not made.failed):
        return made
    info, finding = call.excinfo, None
    if info is None:
        if made.when == "call":
            finding = report.passed(item, bench)
    else:
        full = str(made.longrepr) if item.config.get_verbosity() > 1 or item.config.option.fulltrace else ""
        finding = report.failed(item, info, bench)
        # A skip or an xfail can only come from the answer here: the author's own are known before the run.
        made.outcome = "failed"
        made.__dict__.pop("wasxfail", None)
        made.longrepr = view(item, finding, full)  # type: ignore[assignment]
        if isinstance(info.value, NotWritten | NoDatabase):
            # It was stopped before its own function, but to a reader the check has failed, not its surroundings.
            made.when = "call"
    if finding is not None:
        made.kata = finding.as_dict()  # type: ignore[attr-defined]
    return made


def pytest_sessionfinish() -> None:
    """Let go of the last failure, so that nothing of it shows up when the interpreter ends."""
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        sys.__dict__.pop(name, None)
    gc.collect()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How much waiting the simulated clock saved, and how to see it in real time."""
    reports = [r for group in ("passed", "failed") for r in terminalreporter.stats.get(group, [])]
    findings = [Finding(**r.kata) for r in reports if getattr(r, "kata", None)]
    simulated = [f for f in findings if f.virtual_seconds]
    if not simulated:
        return
    waited, took = sum(f.virtual_seconds or 0.0 for f in simulated), sum(f.real_seconds for f in simulated)
    numbers = dict.fromkeys(finding.exercise for finding in simulated)
    again = " ".join(f"exercises/{number}" for number in numbers) if len(numbers) <= 3 else "exercises"
    terminalreporter.write_line(
        f"Simulated clock: {waited:.2f} s of waiting took {took:.2f} s. Real time: pytest {again} --real-clock"
    )
