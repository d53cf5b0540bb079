"""A service answers by key, after its time, with a value or an error, and every call is on record."""

from __future__ import annotations

import asyncio

import pytest

from grader.checks.bench import set_up
from grader.fakes.service import Service


@pytest.fixture
def bench():
    """The instruments of a check."""
    with set_up(real=False) as bench:
        bench.begin()
        yield bench


def test_it_answers_after_its_time(bench):
    """Its own, or the one arranged for the key."""
    service = Service(bench.timeline, {"AAPL": 190.0}, seconds=2)
    service.arrange("MSFT", 410.0, seconds=5)

    async def main():
        return await asyncio.gather(service.get("AAPL"), service.get("MSFT"))

    assert asyncio.run(main()) == [190.0, 410.0]
    assert bench.clock.elapsed == 5
    assert [call.args for call in bench.timeline.calls] == [("AAPL",), ("MSFT",)]


def test_it_fails_where_that_was_arranged(bench):
    """After its time, too."""

    async def main():
        await Service(bench.timeline, {"X": ConnectionError("down")}).get("X")

    with pytest.raises(ConnectionError, match="down"):
        asyncio.run(main())
    assert bench.clock.elapsed == 1


def test_an_unknown_key_is_an_error_at_once(bench):
    """Nothing was arranged for it."""
    with pytest.raises(KeyError):
        Service(bench.timeline).get("X")
