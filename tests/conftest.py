"""All tests at once: most of them wait for a process, so several run side by side unless somebody says otherwise."""

from __future__ import annotations

import os

import pytest

_LONGEST = (
    "test_attacks.py",
    "test_databases.py",
    "test_journal.py",
    "test_verify.py",
    "test_check.py",
    "test_cluster.py",
)
"""Begun last, they would be waited for by all the others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Do what ``-n`` and ``--dist loadfile`` would: a whole run only, and only where pytest-xdist is."""
    option = config.option
    # The workers read this file, too.
    in_worker = hasattr(config, "workerinput") or "PYTEST_XDIST_WORKER" in os.environ
    chosen = getattr(option, "numprocesses", 0) is not None
    if in_worker or chosen or config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    if not (option.usepdb or option.collectonly):
        option.numprocesses = 2 * (os.cpu_count() or 1)
        option.dist = "loadfile"
        # In the order above, and not those files first that have the most tests.
        option.loadscopereorder = False
