"""All tests at once: most of them wait for a process, so several run side by side unless somebody says otherwise."""

from __future__ import annotations

import os

import pytest


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
        option.numprocesses = 3 * (os.cpu_count() or 1)
        option.dist = "loadfile"
