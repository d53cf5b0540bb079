"""One run: the process in which an answer is imported and checked. The same for a forked run and a cold one.

It finds the job on its stdin, the pipe for the report on its stdout, and the pipe for what the answer prints on its
stderr. From the line ``ready`` on, whatever happens is the answer's doing; before it, it is ours.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

import pytest

from grader.checks.answer import BrokenAnswer, Source
from grader.checks.collect import CheckModule
from grader.worker.collection import GATE, name_of, names
from grader.worker.lines import Line, Say, writer
from grader.worker.plan import Job, read_line
from grader.worker.policy.gate import make_private, told

Streams = Sequence[int]
"""Where a run finds its stdin (the job), stdout (the report) and stderr (what the answer prints)."""


def take_streams(streams: Streams) -> None:
    """In a forked run: a session of its own, these streams, and nothing else that was open."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(len(streams), os.sysconf("SC_OPEN_MAX"))


def begin() -> tuple[Job, Say]:
    """Take the job and the report off the standard streams, and give those to the answer."""
    job = Job.read(0)
    if job.canaries:
        job = replace(job, more=os.dup(0))
    say = writer(os.dup(1), bytes.fromhex(job.key))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - they stay open as long as the process
    sys.stdout, sys.stderr = [
        open(stream, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        for stream in (1, 2)
    ]
    return job, say


def leave_after(work: Callable[[], None]) -> NoReturn:
    """Do the work, then end this process at once: nothing that an answer registered for its end is called."""
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def check_answer(session: pytest.Session, recorder: Recorder, job: Job, say: Say) -> None:
    """Import the answer, run every check on it, and report; then do the same for the canaries that are sent."""
    _settle(job)
    module = session.items[0].getparent(CheckModule)
    assert module is not None, "the checks were not collected as checks of an exercise"
    recorder.begin(say)
    say({"kind": "ready", "checks": names(session)})
    path = Path(job.answer)
    try:
        source = Source.read(path)
        if not _passes_the_policy(session, job, source, say):
            return
        module.use_answer(source, session.items)
    except BrokenAnswer as broken:
        say({"kind": "broken", "message": broken.message, "where": broken.where})
        return
    _run_checks([item for item in session.items if job.only in ("", item.name)], say)
    for _ in range(job.canaries):
        canary = json.loads(read_line(job.more))
        _follow_with(module, session, Source.of(path, canary["source"].encode()), canary["check"], say)


def _passes_the_policy(session: pytest.Session, job: Job, source: Source, say: Say) -> bool:
    if not job.policy:
        say({"kind": "policy", "result": "off"})
        return True
    if refusals := session.config.stash[GATE].refusals(source.tree):
        where = f"{source.path.name}:{refusals[0].line}"
        say({"kind": "policy", "result": "review", "message": told(refusals), "where": where})
        return False
    make_private(source.tree, source.path, source.data)
    say({"kind": "policy", "result": "passed"})
    return True


def _follow_with(module: CheckModule, session: pytest.Session, source: Source, check: str, say: Say) -> None:
    """Check another answer in this process, by one check. It is ours, so no policy is asked."""
    say({"kind": "policy", "result": "off"})
    module.use_answer(source, session.items)
    _run_checks([item for item in session.items if item.name == check], say)


def _run_checks(items: Sequence[pytest.Item], say: Say) -> None:
    say({"kind": "imported"})
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    say({"kind": "end"})


def _settle(job: Job) -> None:
    """Make the process the answer's: its folders, and nothing random that differs between two runs."""
    from grader.instruments import evidence

    home = str(Path(job.answer).parent)
    os.chdir(home)
    # Before the exercise's folder, which holds an answer of the same name.
    sys.path.insert(0, home)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), job.scratch))
    tempfile.tempdir = job.scratch
    # Two seeds: with one, an answer could draw the numbers that the checks have drawn.
    random.seed(f"{job.seed} for the answer")
    evidence.seed(job.seed)
    if job.database:
        from grader.checks import database

        database.use(job.database)


class Interrupted(Exception):
    """The answer raised what would have ended the whole run."""


def _contain() -> Generator[None, object, object]:
    """There is no terminal here, so nobody but the answer can have raised these."""
    try:
        return (yield)
    except (KeyboardInterrupt, pytest.exit.Exception) as error:
        name = "KeyboardInterrupt" if isinstance(error, KeyboardInterrupt) else "pytest.exit"
        stopped = Interrupted(f"{name} was raised, which ends this check and not the run")
        raise stopped.with_traceback(error.__traceback__) from None


class Recorder:
    """The pytest plugin that turns the report of each phase into a signed line.

    It is registered before there is a run, since that is dear; ``begin`` gives it the run's report. What it says that
    with is kept in a closure, out of the answer's way.
    """

    def __init__(self, session: pytest.Session) -> None:
        said: list[Say] = []

        def pytest_runtest_logreport(report: pytest.TestReport) -> None:
            said[0](_phase(report))

        self.begin: Callable[[Say], None] = said.append
        self.pytest_runtest_logreport: Callable[[pytest.TestReport], None] = pytest_runtest_logreport
        session.config.pluginmanager.register(self)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """An answer can run in any phase: a task that it left behind, for one, ends in the teardown."""
        return (yield from _contain())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """Likewise."""
        return (yield from _contain())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Likewise."""
        return (yield from _contain())


def _phase(report: pytest.TestReport) -> Line:
    finding: dict[str, Any] = getattr(report, "kata", None) or {}
    virtual = finding.get("virtual_seconds")
    return {
        "kind": "phase",
        "name": name_of(report.nodeid),
        "when": report.when,
        "outcome": report.outcome,
        "duration": max(0.0, report.duration),
        "message": finding.get("message") or _crash(report),
        "where": finding.get("where", ""),
        "details": finding.get("details", ""),
        "virtual_seconds": virtual if virtual is not None and isfinite(virtual) else None,
        "timed_out": finding.get("timed_out", False),
        "timeline": finding.get("timeline", []),
    }


def _crash(report: pytest.TestReport) -> str:
    """pytest's own one-line reason, for a failure outside of the checks' own view."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return "" if report.passed else str(getattr(crash, "message", "") or "")
