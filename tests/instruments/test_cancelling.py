"""A coroutine is cancelled at each of its awaits in turn, and what comes of it is told."""

from __future__ import annotations

import asyncio

import pytest

from grader.instruments import places
from grader.instruments.cancelling import cancel_at_each_await


@pytest.fixture(autouse=True)
def this_file_is_the_learners(monkeypatch):
    """So that its lines count."""
    monkeypatch.setattr(places, "_learner_files", {__file__})


async def _collect(start):
    return [run async for run in cancel_at_each_await(start)]


async def _two_waits():
    await asyncio.sleep(1)
    await asyncio.sleep(1)


def test_there_is_a_run_for_each_await(lab):
    """Two that wait: two runs, cancelled at the line of each. One that does not wait is no suspension."""

    async def three_awaits():
        await asyncio.gather()
        await _two_waits()

    runs = lab.run(lambda: _collect(three_awaits))
    assert [run.number for run in runs] == [1, 2]
    assert [run.passed_on for run in runs] == [True, True]
    assert runs[1].place.line == runs[0].place.line + 1
    assert str(runs[0]).startswith("Cancelled at test_cancelling.py:")


def test_a_swallowed_cancellation_is_seen(lab):
    """The task did not end as cancelled."""

    async def swallow():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return

    (run,) = lab.run(lambda: _collect(swallow))
    assert not run.passed_on
    assert run.error is None


def test_an_error_in_place_of_the_cancellation_is_seen(lab):
    """And what it was."""

    async def change():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise ValueError("no") from None

    (run,) = lab.run(lambda: _collect(change))
    assert repr(run.error) == "ValueError('no')"


def test_cleanup_that_awaits_is_waited_for(lab):
    """A finally block with awaits of its own: they are suspensions too only when nobody cancelled before."""
    cleaned = []

    async def clean_up():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.5)
            cleaned.append(True)

    runs = lab.run(lambda: _collect(clean_up))
    assert [run.passed_on for run in runs] == [True, True]
    assert len(cleaned) == 2, "cancelled at the first await, and in the run that finished; not at the second"


def test_tasks_left_behind_are_named_and_stopped(lab):
    """They do not disturb the next run."""

    async def leave():
        asyncio.create_task(asyncio.Event().wait(), name="listener")  # noqa: RUF006
        await asyncio.sleep(1)

    (run,) = lab.run(lambda: _collect(leave))
    assert run.left == ("listener",)


def test_it_ends_for_a_coroutine_that_fails_by_itself(lab):
    """Its own error is another check's business."""

    async def fail():
        await asyncio.sleep(1)
        raise ValueError

    assert len(lab.run(lambda: _collect(fail))) == 1


def test_awaiting_through_it_changes_nothing(lab):
    """Timeouts, groups and results work inside."""

    async def work():
        async with asyncio.timeout(5), asyncio.TaskGroup() as group:
            tasks = [group.create_task(asyncio.sleep(1, n)) for n in range(3)]
        return [task.result() for task in tasks]

    runs = lab.run(lambda: _collect(work))
    assert [(run.passed_on, run.left) for run in runs] == [(True, ())]
