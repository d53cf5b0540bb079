"""The instruments hold tasks weakly: what the learner lost stays lost."""

from __future__ import annotations

import asyncio
import gc
import sys
import weakref

import pytest

from grader.checks.bench import set_up


async def _lose_a_task(wrap):
    """Start a task that waits for a future nobody else knows, and keep no reference."""

    async def wait_for_nobody():
        await wrap(asyncio.get_running_loop().create_future())

    lost = weakref.ref(asyncio.create_task(wait_for_nobody()))
    await asyncio.sleep(1)
    gc.collect()
    return lost() is None


async def _as_it_is(future):
    await future


@pytest.mark.parametrize("real", [False, True], ids=["simulated", "real"])
def test_a_lost_task_stays_lost(real):
    """With every instrument laid out, on both clocks, the garbage collector takes it as it would anywhere."""
    with set_up(real=real) as bench:
        assert asyncio.run(_lose_a_task(_as_it_is))
    assert bench.leaks.lost_tasks == ["_lose_a_task.<locals>.wait_for_nobody"]


def test_a_lost_task_inside_a_probe_stays_lost():
    """A probe's record names the call, it does not keep its task."""
    with set_up(real=False) as bench:
        assert asyncio.run(_lose_a_task(bench.timeline.wrap(_as_it_is, "wait")))
        assert bench.timeline.unfinished == []


def test_a_lost_task_is_told_as_such():
    """The sentence says that the loop keeps only weak references."""
    with set_up(real=False) as bench:
        asyncio.run(_lose_a_task(_as_it_is))
        assert "keeps only weak references" in "\n".join(bench.leaks.sentences())


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_eager_tasks_work():
    """The task factory of the learner's choice is the loop's business, not the clock's."""
    with set_up(real=False) as bench:

        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            return await asyncio.gather(*[asyncio.create_task(asyncio.sleep(1, n)) for n in range(3)])

        assert asyncio.run(main()) == [0, 1, 2]
        assert bench.clock.elapsed == 1
