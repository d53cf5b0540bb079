"""Somebody who types commands: runs the real program and takes down what it prints, word by word."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Printed:
    """What a run of the command printed, and its exit status."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Learner:
    """Someone who works in a course and types commands there."""

    root: Path

    def types(self, *words: str, folder: Path | None = None, **environment: str) -> Printed:
        """Run ``grader WORDS`` and wait for it."""
        child = self.starts(*words, folder=folder, **environment)
        out, err = child.communicate(timeout=120)
        return Printed(child.returncode, self._plain(out), self._plain(err))

    def starts(self, *words: str, folder: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        """Run ``grader WORDS`` and do not wait."""
        return subprocess.Popen(
            [sys.executable, "-m", "grader", *words],
            cwd=folder or self.root,
            env={**ENVIRONMENT, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # A shell's background job, and so everything it starts, does not hear Ctrl-C; someone who types does.
            preexec_fn=_hear_ctrl_c if os.name == "posix" else None,
        )

    def writes(self, slug: str, text: str) -> None:
        """Save an answer."""
        self.answer(slug).write_text(text, "utf-8")

    def answer(self, slug: str) -> Path:
        """The file to edit."""
        (path,) = self.root.glob(f"exercises/*_{slug}/{slug}.py")
        return path

    def _plain(self, text: str) -> str:
        """Without what differs from run to run."""
        text = text.replace(str(self.root), "COURSE")
        return re.sub(r"\d{4}-\d\d-\d\d_\d{6}", "TIME", text)


_SETTINGS = ("KATA_", "PYTEST_", "FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING", "TERM")
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)},
    "COLUMNS": "80",
    "PYTHONUTF8": "1",
}
"""Of whoever works on a course: without what the tests, or a terminal, have set."""


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
