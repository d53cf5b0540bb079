"""The checks of exercise 12, in the order of its tasks."""

import asyncio
from itertools import pairwise

from retry_backoff import retry

from grader.checks import Count, Seconds, cancel_at_each_await, new_token, note, same, task


class Buoy:
    """A buoy on a poor link: each ``call()`` takes its time, then fails with the next of the errors, or reports."""

    def __init__(self, errors, probe=None, *, seconds=0.25):
        self._errors, self._seconds = iter(errors), seconds
        self.report = new_token("the buoy")
        if probe is not None:
            self.call = probe.wrap(self.call, "buoy")

    async def call(self):
        """One attempt."""
        await asyncio.sleep(self._seconds)
        for error in self._errors:
            raise error
        return self.report


def failures(number, kind=ConnectionError):
    """So many errors, no two of them the same."""
    return [kind(f"attempt {n} failed") for n in range(1, number + 1)]


def always(number):
    """A chance that is the same every time."""
    return lambda: number


async def result_of(answer):
    """Its result. Then the loop has a few rounds to close an async generator that was left open: see exercise 20."""
    try:
        return await answer
    finally:
        for _ in range(3):
            await asyncio.sleep(0)


async def outcome(answer):
    """What comes out of it: its result, or its error."""
    try:
        return await result_of(answer)
    except Exception as error:
        return error


def pauses_are(probe, clock, *planned):
    """Whether the pauses between one attempt and the next are as planned. Writes both down for the failure."""
    # An attempt that has not ended has no pause after it.
    pauses = [after.start - (before.stop or after.start) for before, after in pairwise(probe.calls)]
    held = len(pauses) == len(planned)
    held = held and all(abs(a - b) <= clock.TOLERANCE for a, b in zip(pauses, planned, strict=True))
    return note(f"pauses of {_seconds(planned)}", _seconds(pauses), held)


def _seconds(pauses):
    return f"{', '.join(f'{pause:.2f}' for pause in pauses)} s" if pauses else "no pause"


@task(1)
async def test_the_first_success_is_the_result(probe):
    """Two attempts fail, the third one works: its report is the result, and nobody calls again."""
    buoy = Buoy(failures(2, ConnectionResetError), probe)

    report = await result_of(retry(buoy.call, rng=always(0.1)))

    assert same(report, buoy.report), "retry should return what the first successful attempt returned."
    assert probe.called("buoy") == 3, "Two attempts fail and the third works: that makes three calls."


@task(1)
async def test_the_last_error_is_raised(probe):
    """When all five attempts have failed, the error of the fifth is raised, as it is."""
    errors = failures(9)

    result = await outcome(retry(Buoy(errors, probe).call, rng=always(0)))

    assert probe.called("buoy") == 5, "Without a number of its own, retry makes 5 attempts: the first call counts, too."
    assert same(result, errors[4]), "No attempt is left: raise the error of the last one, as it is."


@task(1)
async def test_other_errors_are_raised_at_once(probe):
    """An error that is not in retry_on is raised at once. The caller decides what is in it."""
    for error, retry_on in [(ValueError("no such buoy"), (ConnectionError,)), (ConnectionError(), (TimeoutError,))]:
        kind, listed = type(error).__name__, retry_on[0].__name__
        before = len(probe.calls)

        result = await outcome(retry(Buoy([error], probe).call, retry_on=retry_on, rng=always(0)))

        assert Count(len(probe.calls) - before, "attempts") <= 1, (
            f"retry_on has only {listed}: after a {kind} there is no second try."
        )
        assert same(result, error), f"retry_on has only {listed}: this {kind} should be raised as it is."


@task(2, points=2)
async def test_pauses_double(probe, clock):
    """The pauses are half a second, one second, two seconds. They begin when an attempt has failed."""
    buoy = Buoy(failures(4), probe)

    await outcome(retry(buoy.call, attempts=4, rng=always(1.0)))

    assert not any(block.seconds > 0.3 for block in clock.blocks), (
        "In a pause the whole event loop stood still: no other task could run. Is there a wait without await?"
    )
    assert pauses_are(probe, clock, 0.5, 1, 2), (
        "The first pause should be half a second, and each one after it twice as long as the one before."
    )
    assert clock.elapsed == 4.5, "Before the first attempt and after the last one there is nothing to wait for."


@task(2)
async def test_no_pause_is_longer_than_the_cap(probe, clock):
    """With a cap of 0.75 seconds, the pauses grow from 0.5 to 0.75 seconds and stay there."""
    buoy = Buoy(failures(4), probe)

    await outcome(retry(buoy.call, attempts=4, cap=0.75, rng=always(1.0)))

    assert pauses_are(probe, clock, 0.5, 0.75, 0.75), (
        "The pauses should double until they reach the cap of 0.75 s, and then stay there."
    )


@task(2)
async def test_chance_shortens_each_pause(probe, clock):
    """Each pause is multiplied by a new number from rng, after the cap."""
    buoy, numbers = Buoy(failures(4), probe), iter([0.4, 0.2, 0.0])

    await outcome(retry(buoy.call, attempts=4, base=4, cap=1.5, rng=lambda: next(numbers, 1.0)))

    assert pauses_are(probe, clock, 0.6, 0.3, 0), (
        "base is above the cap of 1.5 s, and rng gave 0.4, 0.2 and 0: the pauses should be that much of 1.5 s."
    )


@task(3, points=2)
async def test_a_cancellation_is_no_failure():
    """Cancelled in an attempt or in a pause, at whatever await: it ends with CancelledError."""
    runs = [
        run
        async for run in cancel_at_each_await(
            lambda: retry(Buoy(failures(2), seconds=0.1).call, attempts=3, base=0.1, rng=always(1.0))
        )
    ]
    for run in runs:
        ended = f"raised {type(run.error).__name__}" if run.error else "returned as if nothing had happened"
        assert run.passed_on, f"{run}, retry {ended}. It should end with CancelledError: somebody asked it to stop."
        assert not run.left, f"{run}, retry ended, but work that it had started went on: {', '.join(run.left)}."


@task(3)
async def test_cancelled_it_leaves_at_once(probe, clock):
    """Cancelled in its first attempt, or in its first pause, retry does not call again and does not wait."""
    for moment, seconds in [("attempt", 0.1), ("pause", 0.5)]:
        before, began = len(probe.calls), clock.now
        retrying = asyncio.create_task(retry(Buoy(failures(3), probe).call, attempts=3, base=1, rng=always(1)))

        await asyncio.sleep(seconds)
        retrying.cancel()
        await asyncio.gather(retrying, return_exceptions=True)

        assert Count(len(probe.calls) - before, "attempts", "attempt") == 1, (
            f"Cancelled in the first {moment}: there should be this one attempt, and no other."
        )
        assert Seconds(clock.now - began) < seconds + 0.3, (
            f"Cancelled in the first {moment}, retry did not leave at once. Nobody waits for it any more."
        )
