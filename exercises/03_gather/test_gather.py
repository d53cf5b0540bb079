"""The checks of exercise 03, in the order of its tasks."""

import pytest
from gather import collect

from grader.checks import as_list, same, task

STATIONS = ("first", "second", "third")


@task(1, points=2)
async def test_three_waits_take_one_second(probe, clock):
    """All three stations are waited for at the same time: the total is the longest wait, not the sum."""
    first, second, third = [probe(name, seconds=1) for name in STATIONS]

    results = await collect(first, second, third)

    assert same(as_list(results), probe.tokens(*STATIONS)), "The result should be the three reports, in a list."
    assert all([probe.max_in_flight >= 3, clock.elapsed < 1.2]), (
        f"{probe.pace}: start all three before you await the first."
    )


@task(1)
async def test_the_slowest_sets_the_time(probe, clock):
    """Stations that take 2, 5 and 3 seconds take 5 seconds together."""
    first, second, third = probe("first", seconds=2), probe("second", seconds=5), probe("third", seconds=3)

    await collect(first, second, third)

    assert all([probe.max_in_flight >= 3, clock.elapsed == 5]), (
        f"{probe.pace}: the longest wait should be the whole wait."
    )


@task(2)
async def test_reports_keep_the_order_of_the_stations(probe):
    """The reports come back in the order first, second, third, also when the third station answers first."""
    first, second, third = probe("first", seconds=3), probe("second", seconds=2), probe("third", seconds=1)

    results = await collect(first, second, third)

    assert same(as_list(results), probe.tokens(*STATIONS)), (
        "The reports are not in the order of the stations: who asked first comes first, not who answered first."
    )


@task(2)
async def test_each_station_is_asked_once(probe):
    """Every station is asked exactly once, and every answer is waited for."""
    first, second, third = [probe(name, seconds=1) for name in STATIONS]

    await collect(first, second, third)

    assert probe.each_called_once(), "Ask each station once, and wait until it has answered."


@task(3)
@pytest.mark.real_clock
async def test_the_promise_holds_in_real_time(probe, clock):
    """On the real clock, three waits of one second take less than 1.2 seconds."""
    first, second, third = [probe(name, seconds=1) for name in STATIONS]

    await collect(first, second, third)

    assert all([probe.max_in_flight >= 3, 0.9 < clock.elapsed < 1.2]), (
        f"{probe.pace}: in real time you feel every second of it."
    )
