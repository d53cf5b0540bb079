"""How much time the simulated clock saves: all checks on the reference answers, on both clocks.

Usage: python tests/benchmarks/simulated_clock.py [EXERCISE ...]

Checks that always run in real time are left out of both. The two runs are made side by side, so that the machine is
equally busy for both.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main(names: list[str]) -> int:
    """Print the wall time of both runs, in seconds of the real clock, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        for name in ("exercises", "solutions"):
            shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
        for exercise in (course / "exercises").glob("[0-9]*"):
            slug = exercise.name.partition("_")[2]
            shutil.copy(course / "solutions" / exercise.name / f"{slug}.py", exercise)
        chosen = [f"exercises/{name}" for name in names] or ["exercises"]
        simulated, real = _start(course, chosen), _start(course, [*chosen, "--real-clock"])
        # The quicker one first, so that each is timed to its own end.
        checks, simulated_seconds = _finish(simulated)
        _, real_seconds = _finish(real)
    print(f"{checks}, simulated clock: {simulated_seconds:.1f} s, start-up included")
    print(f"{checks}, real clock:      {real_seconds:.1f} s")
    print(f"ratio: {real_seconds / simulated_seconds:.0f}")
    return 0


def _start(course: Path, arguments: list[str]) -> tuple[float, subprocess.Popen[str]]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not real_clock", *arguments]
    return time.perf_counter(), subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, text=True)


def _finish(started: tuple[float, subprocess.Popen[str]]) -> tuple[str, float]:
    began, process = started
    output, _ = process.communicate()
    took = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"the reference answers should pass:\n{output[-3000:]}")
    (passed,) = re.findall(r"(\d+) passed", output)
    return f"{passed} checks", took


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
