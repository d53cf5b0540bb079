"""Somebody stands at a breakpoint, and nothing of the instruments minds."""

from __future__ import annotations

import subprocess
import sys
import time

from courses import make_exercise

ANSWER = """
async def work(step):
    breakpoint()
    return await step()
"""


def test_fifteen_seconds_at_a_breakpoint(tmp_path):
    """Longer than the time limit of a check: it passes, the clock is exact, nobody is blamed for blocking."""
    make_exercise(tmp_path, answer=ANSWER)
    learner = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-s", "exercises/1", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    time.sleep(15)
    output, _ = learner.communicate("continue\n", timeout=30)
    assert "(Pdb)" in output
    assert "1 passed" in output
    assert "stopped the whole loop" not in output
