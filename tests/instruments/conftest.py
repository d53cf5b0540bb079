"""Fixtures of the instruments' tests."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator

import pytest

from grader.instruments import clock as clocks
from grader.instruments.clock import Clock, real_now
from grader.instruments.loop import in_force


class Lab:
    """A clock in force, and the means to run something on it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.wall = 0.0

    def run(self, main: Callable[[], Awaitable[object]]) -> object:
        """Run on the clock; afterwards ``clock.elapsed`` and ``wall`` tell how long it took on both clocks."""
        self.clock.start()
        began = real_now()
        try:
            return asyncio.run(main())
        finally:
            self.wall = real_now() - began


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A simulated clock in force."""
    clocks.install()
    with in_force(Clock()) as clock:
        yield Lab(clock)


@pytest.fixture
def busy() -> Iterator[None]:
    """Four busy loops beside the test."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()
