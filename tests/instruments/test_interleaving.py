"""Several orders of the ready tasks, each with a seed that replays it."""

from __future__ import annotations

import asyncio

import pytest
from courses import make_exercise, run_pytest

from grader.instruments.interleaving import Interleavings


async def _orders(interleavings, count):
    seen = []
    async for _ in interleavings(count):
        order: list[int] = []

        async def step(n, order=order):
            await asyncio.sleep(0)
            order.append(n)

        await asyncio.gather(*[step(n) for n in range(4)])
        seen.append(tuple(order))
    return seen


def test_the_orders_differ(lab):
    """Many of the 24 orders of four tasks come up in 40 rounds."""
    assert len(set(lab.run(lambda: _orders(Interleavings(), 40)))) > 10


def test_a_seed_replays_its_order(lab):
    """Alone, as in the run that named it."""
    all_orders = lab.run(lambda: _orders(Interleavings(), 20))
    assert lab.run(lambda: _orders(Interleavings(only=7), 20)) == [all_orders[6]]


def test_callbacks_keep_their_order(lab):
    """asyncio promises first in, first out for them."""

    async def main():
        loop, seen = asyncio.get_running_loop(), []
        async for _ in Interleavings()(5):
            for n in range(10):
                loop.call_soon(seen.append, n)
            await asyncio.sleep(0.1)
        return seen

    assert lab.run(main) == list(range(10)) * 5


def test_outside_of_it_the_order_is_asyncios(lab):
    """First ready, first to run."""

    async def main():
        await _orders(Interleavings(), 3)
        seen: list[int] = []

        async def step(n):
            seen.append(n)

        await asyncio.gather(*[step(n) for n in range(20)])
        return seen

    assert lab.run(main) == list(range(20))


CHECKS = '''
from {slug} import work

from grader.checks import task


@task(1)
async def test_no_update_is_lost(interleavings):
    """Both updates count."""
    async for _ in interleavings(20):
        assert await work() == 2, "An update was lost."
'''
RACY = """
import asyncio

async def work():
    total = 0
    ready = asyncio.Event()

    async def slow():
        nonlocal total
        await ready.wait()
        seen = total
        await asyncio.sleep(0)
        total = seen + 1

    async def quick():
        nonlocal total
        await ready.wait()
        total += 1

    tasks = [asyncio.create_task(quick()), asyncio.create_task(slow())]
    await asyncio.sleep(0)
    ready.set()
    await asyncio.gather(*tasks)
    return total
"""


@pytest.fixture
def racy(tmp_path):
    """A course whose answer loses an update in some orders only."""
    make_exercise(tmp_path, answer=RACY, checks=CHECKS)
    return tmp_path


def test_a_failing_order_names_the_seed_that_replays_it(racy):
    """And with that seed alone it fails again."""
    failed = run_pytest(racy, "exercises/1")
    assert "It failed when the tasks ran in order" in failed.stdout
    command = failed.stdout.partition("pytest exercises/01 --seed ")[2].split()[0]
    assert "1 failed" in run_pytest(racy, "exercises/1", "--seed", command).stdout
