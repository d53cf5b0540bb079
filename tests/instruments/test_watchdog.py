"""Blocking that is not time.sleep: told from computing and from a busy machine, with the learner's line."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
import threading

import pytest

from grader.checks.bench import set_up
from grader.instruments import places

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="per-thread figures are Linux's")


def _compute():
    hashlib.pbkdf2_hmac("sha256", b"x", b"y", 400_000)


CASES = {
    "wait": (lambda: threading.Event().wait(0.3), "a blocking call"),
    "subprocess": (lambda: subprocess.run(["sleep", "0.3"], check=True), "a blocking call"),
    "compute": (_compute, "a computation"),
}


def _run(*steps, real=False):
    async def main():
        for step in steps:
            await asyncio.sleep(0.001)
            step()
        await asyncio.sleep(0.001)

    with set_up(real=real) as bench:
        asyncio.run(main())
    return bench.clock.blocks


@pytest.mark.parametrize("case", CASES)
def test_a_long_step_is_reported(case):
    """What it was, and for how long."""
    step, what = CASES[case]
    blocks = _run(step)
    assert [block.what for block in blocks] == [what]
    assert blocks[0].seconds > 0.05


def test_it_names_the_learners_line(monkeypatch):
    """The innermost line of the learner's file, not the library's."""
    monkeypatch.setattr(places, "_learner_files", {__file__})
    (block,) = _run(CASES["wait"][0])
    assert block.place is not None
    assert block.place.path == __file__


def test_it_works_on_the_real_clock_too():
    """There, time.sleep is such a blocking call as well."""
    import time

    blocks = _run(lambda: time.sleep(0.2), real=True)
    assert [block.what for block in blocks] == ["a blocking call"]


def test_short_steps_on_a_busy_machine_are_not_blamed(busy):
    """Two hundred small steps beside four busy loops."""
    assert _run(*[lambda: sum(range(2000))] * 200) == []


def test_it_is_not_charged_to_the_simulated_clock():
    """Else the clock would depend on the machine."""
    (block,) = _run(CASES["wait"][0])
    assert block.start == block.stop


def test_what_comes_after_a_loop_is_no_step_of_it():
    """An ordinary check runs one loop, takes its time, and runs another one."""

    async def main():
        await asyncio.sleep(0.001)

    with set_up(real=False) as bench:
        asyncio.run(main())
        threading.Event().wait(0.3)
        asyncio.run(main())
    assert bench.clock.blocks == []
