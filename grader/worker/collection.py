"""Collect the checks of one exercise with pytest, against its stub, and hand the session over.

pytest's public hooks do the rest: ``pytest_runtestloop`` is where pytest would run the checks, and ours runs there
instead, so everything is configured, collected and ready when the first answer arrives. The stub and the checks are
our own; nothing of an answer exists yet.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import NoReturn

import pytest
import pytest_asyncio.plugin
import pytest_timeout

import grader.plugin
from grader.worker.plan import Plan
from grader.worker.policy.gate import Gate

GATE = pytest.StashKey[Gate]()
"""On the configuration of a session: the policy under which its answers are read, where there is one."""


PLUGINS = (pytest_asyncio.plugin, pytest_timeout, grader.plugin)
"""Given to pytest as they are: no other plugin of this environment takes part."""


_IDLE = ("capturemanager", "setuponly", "setupplan", "terminalreporter")
"""Plugins that take part in each check and have nothing to do there: nobody reads what they would tell or keep."""


class NotCollected(Exception):
    """Our failure: the checks do not collect. The text is what pytest said."""


class _Collected:
    """The pytest plugin that takes the place of pytest's own loop over the checks."""

    def __init__(self, plan: Plan, use: Callable[[pytest.Session], NoReturn]) -> None:
        self._plan = plan
        self._use = use
        self._stdout = sys.stdout
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: object) -> None:
        self.problems.append(str(excrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not self.problems:
            # The terminal reporter keeps what it was configured with.
            sys.stdout = self._stdout
            for name in _IDLE:
                session.config.pluginmanager.unregister(name=name)
            if self._plan.policy:
                session.config.stash[GATE] = Gate(self._plan.policy)
            self._use(session)
        return True


class Nowhere(io.TextIOBase):
    """Takes pytest's own output. It has no descriptor, so nothing of it can ever mix with an answer's prints."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """Drop it."""
        return len(text)


def collect(plan: Plan, use: Callable[[pytest.Session], NoReturn]) -> NoReturn:
    """Collect, then hand the session to ``use``, which ends the process.

    Raises:
        NotCollected: there is no session to hand over, or ``use`` could not begin.
    """
    collected = _Collected(plan, use)
    sys.stdout = Nowhere()
    status = pytest.main(plan.arguments, [*PLUGINS, collected])
    reason = "\n".join(collected.problems) or f"pytest ended with status {int(status)}"
    raise NotCollected(f"the checks of {plan.exercise} do not collect: {reason}")


def names(session: pytest.Session) -> list[str]:
    """The names of the collected checks, in their order."""
    return [name_of(item.nodeid) for item in session.items]


def name_of(nodeid: str) -> str:
    """The name of a check, from the id that pytest gives it."""
    return nodeid.rpartition("::")[2]
