"""One running answer, as its parent sees it."""

from __future__ import annotations

import io
from typing import Protocol

from grader.worker.folder import RunFolder


class Process(Protocol):
    """The process of a run and all that it starts. The parent sends the job and reads the other two pipes.

    ``folder`` is the run's folder as the run sees it, and ``isolation`` says what holds the run.
    """

    folder: RunFolder
    isolation: str
    job: io.FileIO
    report: io.FileIO
    output: io.FileIO

    def stop(self) -> bool:
        """End every process of the run and wait until they are gone. False: something may be left."""
        ...
