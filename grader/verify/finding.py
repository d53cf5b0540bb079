"""What a proof finds: misses as data, so that the command, the tests and CI say the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["wrong", "right", "stub", "snippet", "text"]


@dataclass(frozen=True, order=True)
class Finding:
    """A property of the course that does not hold, and what to do about it. Each text is a clause without a stop."""

    file: Path
    expected: str
    happened: str
    fix: str


@dataclass(frozen=True)
class Job:
    """One thing to prove. ``run`` returns what does not hold."""

    kind: Kind
    run: Callable[[], list[Finding]]
