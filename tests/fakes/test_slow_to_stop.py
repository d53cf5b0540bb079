"""Probes that are slow to stop work like any other until they are cancelled, and then take their time."""

from __future__ import annotations

import asyncio

import pytest

from grader.checks.bench import set_up
from grader.fakes.service import Service
from grader.fakes.slow_to_stop import SlowToStop


@pytest.fixture
def bench():
    """The instruments of a check."""
    with set_up(real=False) as bench:
        bench.begin()
        yield bench


def test_undisturbed_it_is_an_ordinary_probe(bench):
    """It waits, and then returns or raises."""
    make = SlowToStop(bench.timeline)

    async def main():
        steps = [make("fine", seconds=2, returns="tea"), make("broken", seconds=1, raises=ConnectionError("down"))]
        return await asyncio.gather(*(step() for step in steps), return_exceptions=True)

    tea, error = asyncio.run(main())
    assert tea == "tea"
    assert isinstance(error, ConnectionError)
    assert bench.clock.elapsed == 2
    assert [call.outcome for call in bench.timeline.calls] == ["ok", "ConnectionError"]


def test_each_takes_longer_than_the_one_before_to_stop(bench):
    """And passes the cancellation on when it has stopped."""
    service = Service(SlowToStop(bench.timeline, goodbye=0.5), {"first": 1, "second": 2, "third": 3}, seconds=10)

    async def main():
        tasks = [asyncio.create_task(service.get(name)) for name in ("first", "second", "third")]
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        return [task.cancelled() for task in tasks]

    assert asyncio.run(main()) == [True, True, True]
    assert [(call.outcome, call.stop) for call in bench.timeline.calls] == [
        ("cancelled", 1.5),
        ("cancelled", 2.0),
        ("cancelled", 2.5),
    ]
