"""Source is read into trees by one thread at a time."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.syntax import parse, parse_expression

LONG = "def work(it):\n" + "".join(f"    it = [it, (it, {number}), {{{number}: it}}]\n" for number in range(300))


class Slow:
    """Gives another thread its turn when the garbage collector comes."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        time.sleep(0)


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    """Threads and the garbage collector get their turns often."""
    often, before = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(50)
    sys.setswitchinterval(1e-6)
    yield
    gc.set_threshold(*often)
    sys.setswitchinterval(before)


def test_threads_that_parse_do_not_meet():
    """Four of them, while finalizers run in the middle."""

    def work(number: int) -> int:
        garbage = [Slow() for _ in range(50)]
        del garbage
        parse_expression(f"list[{number}]")
        return len(parse(LONG).body)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(60))) == [1] * 60
