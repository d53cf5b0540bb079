"""One running answer, as its parent sees it."""

from __future__ import annotations

import io
from typing import Protocol


class Process(Protocol):
    """The process of a run and all that it starts. The parent sends the job and reads the other two pipes."""

    job: io.FileIO
    report: io.FileIO
    output: io.FileIO

    def stop(self) -> bool:
        """End every process of the run and wait until they are gone. False: something may be left."""
        ...
