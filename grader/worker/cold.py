"""Cold runs: a fresh interpreter per run. Slower than a fork, and possible everywhere."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import cast

from grader.worker.folder import RunFolder
from grader.worker.launch import command, environment
from grader.worker.plan import Plan
from grader.worker.sandbox.means import NOTHING


class ColdRun:
    """A ``Process`` in its own session. A child of it that leaves its process group is not found again."""

    isolation = f"{NOTHING}: own process group, limits by the parent"

    def __init__(self, plan: Plan, folder: RunFolder) -> None:
        """Start it.

        Raises:
            OSError: the operating system does not let us.
        """
        self.folder = folder
        self._popen = subprocess.Popen(
            command("grader.worker.single", json.dumps(plan.as_message()), str(os.getpid())),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=os.sep,
            start_new_session=True,
        )
        # Unbuffered, as asked for above, so these are plain files.
        self.job, self.report, self.output = (
            cast(io.FileIO, pipe) for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr)
        )

    def stop(self) -> bool:
        """Kill the process group. Its leader is waited for last: until then nobody else can have its number."""
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.kill()
        self._popen.wait()
        return True
