"""A lesson's snippets print what the lesson says they print."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

from grader.course import Exercise
from grader.lesson import Snippet
from grader.verify.finding import Finding
from grader.verify.support import used_support

_SECONDS = 60.0


def prove_snippet(exercise: Exercise, snippet: Snippet, number: int) -> list[Finding]:
    """Run one snippet in a fresh Python on simulated time, beside the stub and the exercise's support files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for support in used_support(exercise):
            shutil.copy(support, folder)
        # Not the learner's answer, which is no part of the lesson.
        shutil.copy(exercise.stub, folder / exercise.answer.name)
        (folder / "snippet").mkdir()
        source = folder / "snippet" / "snippet.py"
        source.write_text(snippet.code, "utf-8")
        printed = _run(source, folder)
    for line, (expected, got) in enumerate(zip_longest(_lines(snippet.output), _lines(printed)), 1):
        if expected != got:
            where = f"line {line} of what snippet {number} prints is {_quoted(expected)}"
            fix = "put what it prints into the text block, or correct the snippet"
            return [Finding(exercise.lesson.path, where, _quoted(got), fix)]
    return []


def _run(source: Path, folder: Path) -> str:
    package_home = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": package_home, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "grader.verify.run_snippet", str(source)]
    try:
        child = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"nothing more after {_SECONDS:.0f} seconds"
    if child.returncode:
        last = child.stderr.strip().rpartition("\n")[2]
        return f"{child.stdout}\n(ended with status {child.returncode}: {last})"
    return child.stdout


def _quoted(line: str | None) -> str:
    return "nothing" if line is None else f"'{line}'"


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
