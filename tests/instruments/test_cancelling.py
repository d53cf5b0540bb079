"""A coroutine is cancelled at each of its awaits in turn, and what comes of it is told."""

from __future__ import annotations

import asyncio

import pytest

from grader.instruments import places
from grader.instruments.cancelling import cancel_at_each_await, cancelled_after


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
    first = _two_waits.__code__.co_firstlineno + 1
    assert [str(run) for run in runs] == [
        f"Cancelled at test_cancelling.py:{first} (await 1)",
        f"Cancelled at test_cancelling.py:{first + 1} (await 2)",
    ]
    assert [run.passed_on for run in runs] == [True, True]


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


def test_it_can_be_cancelled_after_a_time(lab):
    """For work that waits in tasks of its own; what it leaves behind is told as well."""

    async def leave_one():
        asyncio.create_task(asyncio.sleep(5), name="left behind")  # noqa: RUF006 - that is what it does wrong
        await asyncio.sleep(2)

    run = lab.run(lambda: cancelled_after(1.5, leave_one))
    assert str(run) == "Cancelled after 1.5 s"
    assert (run.passed_on, run.left) == (True, ("left behind",))


def test_what_had_ended_by_then_was_not_cancelled(lab):
    """There is no run to look at; an error that it raised comes out."""

    async def fail():
        raise LookupError("by itself")

    assert lab.run(lambda: cancelled_after(3, _two_waits)) is None
    with pytest.raises(LookupError, match="by itself"):
        lab.run(lambda: cancelled_after(1, fail))


def test_what_never_waits_cannot_be_cancelled(lab):
    """Then nothing is shown about its cancellation, and the check fails rather than passes."""

    async def nothing():
        return

    async def fail():
        raise LookupError("by itself")

    with pytest.raises(AssertionError, match="without waiting for anything"):
        lab.run(lambda: _collect(nothing))
    with pytest.raises(LookupError, match="by itself"):
        lab.run(lambda: _collect(fail))
