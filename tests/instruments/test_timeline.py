"""Probes: who was called, when, and how many at once."""

from __future__ import annotations

import asyncio
import time

import pytest

from grader.instruments.timeline import Timeline


@pytest.fixture
def probe(lab):
    """A timeline on a simulated clock."""
    lab.clock.start()
    return Timeline(lab.clock)


def test_it_counts_what_is_open_at_once(lab, probe):
    """Two side by side, then one alone."""
    first, second, third = [probe(name) for name in "abc"]

    async def main():
        await asyncio.gather(first(), second())
        await third()

    lab.run(main)
    assert probe.max_in_flight == 2
    assert probe.order == ["a starts", "b starts", "a ends", "b ends", "c starts", "c ends"]
    assert probe.pace == "Only 2 of 3 ran at the same time"


def test_in_flight_is_an_order_not_a_time(lab, probe):
    """Turning the clock back makes nothing overlap."""
    first, second = probe("a"), probe("b")

    async def main():
        await first()
        lab.clock.now = 0.0
        await second()

    lab.run(main)
    assert probe.max_in_flight == 1
    assert probe.pace == "They ran one after another"


def test_results_are_unguessable_texts(lab, probe):
    """Two probes give different ones, and the timeline tells which is whose."""
    first, second = probe("a"), probe("b")

    async def main():
        return [await second(), await first()]

    assert lab.run(main) == probe.tokens("b", "a")
    assert len(set(probe.tokens("a", "b"))) == 2


def test_a_probe_can_fail_and_be_cancelled(lab, probe):
    """The outcome of each call is on record."""
    failing, slow = probe("a", raises=ValueError("no")), probe("b", seconds=9)

    async def main():
        task = asyncio.create_task(slow())
        with pytest.raises(ValueError, match="no"):
            await failing()
        task.cancel()
        await asyncio.wait([task])

    lab.run(main)
    assert [call.outcome for call in probe.calls] == ["ValueError", "cancelled"]


def test_each_called_once_wants_every_probe_once_and_finished(lab, probe):
    """Neither twice, nor never, nor left open."""
    first, second = probe("a"), probe("b")
    lab.run(first)
    assert not probe.each_called_once()
    lab.run(second)
    assert probe.each_called_once()
    lab.run(second)
    assert not probe.each_called_once()


def test_a_probe_shows_nothing_to_its_caller(probe):
    """No record, no token, no wrapped function among its attributes."""
    step = probe("a")
    assert [name for name in vars(step) if name not in ("_is_coroutine_mark", "_is_coroutine_marker")] == []
    assert not hasattr(step, "__wrapped__")


def test_blocking_probes_tell_whether_they_ran_on_the_loop(lab, probe):
    """Called in a coroutine, or handed to a thread."""
    resize = probe.blocking("resize", seconds=0.01)

    async def main():
        resize("a")
        await asyncio.to_thread(resize, "b")

    lab.run(main)
    assert [call.args for call in probe.calls] == [("a",), ("b",)]
    assert probe.on_loop_thread == ["resize"]


def test_the_picture_shows_waiting_and_blocking(lab, probe):
    """One row a call; what blocked the loop is marked in the rows and told below."""
    first, second = probe("first"), probe("second", seconds=3)

    async def block():
        await asyncio.sleep(1.5)
        time.sleep(1)

    async def main():
        await asyncio.gather(first(), second(), block())

    lab.run(main)
    picture = probe.picture()
    assert picture[0] == "first   |===========                     | 0.00-1.00"
    assert picture[1] == "second  |================###########=====| 0.00-3.00"
    assert picture[2] == "most at once: 2 of 2"
    assert picture[3].startswith("! time.sleep stopped the whole loop for 1.00 s, at 1.50 at test_timeline.py:")


def test_a_long_picture_says_how_much_it_left_out(lab, probe):
    """Twenty rows, then a count."""
    steps = [probe(f"step {n}") for n in range(50)]

    async def main():
        await asyncio.gather(*[step() for step in steps])

    lab.run(main)
    assert "... and 30 more rows" in probe.picture()


def test_nothing_is_recorded_after_the_check_ended(lab, probe):
    """What starts while the loop is taken down did not happen in the check."""
    step = probe("a")
    probe.end()
    lab.run(step)
    assert probe.calls == ()
