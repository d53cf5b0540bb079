"""Small real courses for the tests, and the means to run pytest in them as a learner would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

CHECKS = '''
"""Checks."""
from {slug} import work

from grader.checks import same, task


@task(1)
async def test_work_takes_a_second(probe, clock):
    """Work waits for the step."""
    result = await work(probe("step"))
    assert same(result, probe.tokens("step")[0]), "Return what the step returns."
    assert clock.elapsed == 1, "It should take as long as the step."
'''
STUB = '''
"""Stub."""


async def work(step):
    """Work."""
    raise NotImplementedError
'''
RIGHT = "async def work(step):\n    return await step()\n"


def make_exercise(
    root: Path, name: str = "01_lab", *, answer: str | bytes = STUB, checks: str = CHECKS, stub: str = STUB
) -> Path:
    """Add an exercise to a course (made if it is not there) and return the exercise's folder."""
    slug = name.partition("_")[2]
    folder, solution = root / "exercises" / name, root / "solutions" / name
    folder.mkdir(parents=True)
    solution.mkdir(parents=True)
    course_map = root / "exercises" / "README.md"
    course_map.write_text("# The map\n\n## 01-09 First steps\n\nA chapter.\n")
    (folder / "README.md").write_text(f"# {name[:2]} {slug}: try it\n\n## Tasks\n\n1. **Do the work.** Now.\n")
    (folder / f"test_{slug}.py").write_text(dedent(checks).format(slug=slug))
    content = answer if isinstance(answer, bytes) else dedent(answer).lstrip("\n").encode()
    (folder / f"{slug}.py").write_bytes(content)
    (solution / "stub.py").write_text(dedent(stub).lstrip("\n"))
    return folder


def run_pytest(cwd: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run pytest as a learner would, with the plugin found through its entry point, and not as in CI."""
    options.setdefault("env", os.environ)
    options["env"] = {name: value for name, value in options["env"].items() if name not in ("CI", "BUILD_NUMBER")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=90, **options)
