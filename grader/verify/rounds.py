"""The same proof again and again, on a machine that is kept busy: does any check flake?"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.verify.finding import Finding

# Ends by itself when the grader was killed and another process has become its parent.
_BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(1_000_000))\n"


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """Keep that many processes busy while the block runs."""
    loops: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count):
            # In a session of their own, so that Ctrl-C is ours alone to handle.
            loops.append(subprocess.Popen([sys.executable, "-c", _BUSY], start_new_session=True))
        yield
    finally:
        for loop in loops:
            loop.kill()
        for loop in loops:
            loop.wait()


def flakes(rounds: Sequence[Sequence[Finding]]) -> list[tuple[Path, str]]:
    """What was missed in some of the rounds only; a miss in each of them is a plain miss.

    A miss is known by its file and what was expected there: what happened may differ from round to round.
    """
    times = Counter(miss for found in rounds for miss in {(finding.file, finding.expected) for finding in found})
    return [miss for miss, count in times.items() if count < len(rounds)]
