"""The checks of exercise 10, in the order of its tasks."""

import asyncio

from timeout import quote_or_cached, quote_strict, two_quotes

from grader.checks import as_list, cancel_at_each_await, same, task
from grader.fakes.service import Service

LIVE = {"AAPL": 191.37, "MSFT": 412.86}
CACHE = {"AAPL": 188.04, "MSFT": 409.51}


def broken_feed(probe, error):
    """A feed that raises the error after 0.4 seconds."""
    return Service(probe, {"AAPL": error}, seconds=0.4)


class OwnLimit:
    """A feed with a time limit of its own."""

    async def get(self, symbol):
        """Gives up after 0.4 seconds."""
        async with asyncio.timeout(0.4):
            await asyncio.sleep(3)


async def outcome(answer):
    """What comes out of it: its result, or the error of a feed (TimeoutError and ConnectionError are OSErrors)."""
    try:
        return await answer
    except (OSError, ExceptionGroup) as error:
        return error


@task(1)
async def test_a_price_in_time_is_live(probe, clock):
    """A price that comes within the budget is returned as live, as soon as it is there."""
    feed = Service(probe, LIVE, seconds=0.5)

    quote = await quote_or_cached("AAPL", feed, CACHE, 1.5)

    assert same(quote, (191.37, "live")), "The feed had a price in time: return it, with its source."
    assert probe.called("AAPL") == 1, "Ask the feed once for each quote."
    assert clock.elapsed == 0.5, "The price is there after half a second: do not wait for the end of the budget."


@task(1, points=2)
async def test_a_late_price_comes_from_the_cache(probe, clock):
    """Without a budget of its own, a quote has 2 seconds. A feed that needs longer is not waited for."""
    feed = Service(probe, LIVE, seconds=3)

    quote = await quote_or_cached("AAPL", feed, CACHE)

    assert same(quote, (188.04, "cache")), "The feed needs 3 s and the budget is 2 s: return the cached price."
    assert clock.elapsed == 2, "The cached price should be returned when the budget is used up: no later, no sooner."
    assert same(asyncio.current_task().cancelling(), 0), (
        "Your time limit cancelled the caller's task and did not take it back with uncancel(): it still counts as "
        "cancelled, and the next time limit or task group around it will go wrong."
    )


@task(1)
async def test_a_late_call_has_ended(probe):
    """A late call is cancelled, and it has ended before the desk answers, also when it takes a while to hang up."""

    async def get(symbol):
        try:
            await asyncio.sleep(3)
        finally:
            await asyncio.sleep(0.3)

    feed = Service(probe)
    feed.get = probe.wrap(get, "AAPL")

    await quote_or_cached("AAPL", feed, CACHE, 0.5)

    assert same([call.outcome for call in probe.calls], ["cancelled"]), (
        "When you return, the late call should have been cancelled, and have ended. Mind that cancel() only asks."
    )


@task(1)
async def test_errors_of_the_feed(probe, clock):
    """When the feed gives up itself, the cached price is due at once. Other errors of the feed are raised."""
    gave_up = await outcome(quote_or_cached("AAPL", broken_feed(probe, TimeoutError("the feed gave up")), CACHE, 2))
    assert same(gave_up, (188.04, "cache")), "The feed gave up with a TimeoutError: that counts as late."
    assert clock.elapsed == 0.4, "The feed gave up after 0.4 s: return the cached price then."

    error = ConnectionError("no line to the feed")
    failed = await outcome(quote_or_cached("AAPL", broken_feed(probe, error), CACHE, 2))
    assert same(failed, error), "The feed failed, and was not late. The cache is for late prices only: raise the error."


@task(2, points=2)
async def test_two_quotes_share_one_budget(probe, clock):
    """Two calls of 1.2 seconds in a budget of 2: the second has 0.8 seconds left, and that is not enough."""
    feed = Service(probe, LIVE, seconds=1.2)

    quotes = await two_quotes("AAPL", "MSFT", feed, CACHE, 2)

    assert probe.max_in_flight <= 1, "Both calls were open at once: ask for the second price after the first quote."
    assert all([same(as_list(quotes), [(191.37, "live"), (409.51, "cache")]), clock.elapsed == 2]), (
        "The budget of 2 s is for both together. The first price takes 1.2 s, the second has the 0.8 s that are left."
    )


@task(2)
async def test_a_late_first_leaves_nothing(probe, clock):
    """When the first quote uses up the budget, the second comes from the cache at once."""
    feed = Service(probe, LIVE, seconds=3)

    quotes = await two_quotes("AAPL", "MSFT", feed, CACHE, 1)

    assert all([same(as_list(quotes), [(188.04, "cache"), (409.51, "cache")]), clock.elapsed == 1]), (
        "The first quote used up the whole budget of 1 s: nothing is left for the second, so it comes from the cache."
    )


@task(3, points=2)
async def test_two_time_limits_are_told_apart(probe):
    """quote_strict has a cached price when the budget is used up, and raises when the feed gives up itself."""
    quick, slow = Service(probe, LIVE, seconds=0.2), Service(probe, LIVE, seconds=3)

    assert same(await outcome(quote_strict("AAPL", quick, CACHE, 1)), (191.37, "live")), (
        "The feed had a price in time: return it, with its source."
    )
    assert same(await outcome(quote_strict("AAPL", slow, CACHE, 0.5)), (188.04, "cache")), (
        "This TimeoutError is of your own time limit: the budget is used up, so the cached price is due."
    )
    assert same(type(await outcome(quote_strict("AAPL", OwnLimit(), CACHE, 2))), TimeoutError), (
        "The feed gave up after 0.4 s of 2 s: its own TimeoutError should be raised, for your time limit was not over."
    )


@task(4)
async def test_a_cancelled_caller_gets_no_quote(probe):
    """Whoever cancels a quote, at whatever await, gets CancelledError, and the call of the feed ends with it."""
    feed = Service(probe, LIVE, seconds=0.5)
    quotes = {
        "quote_or_cached": lambda: quote_or_cached("AAPL", feed, CACHE, 2),
        "two_quotes": lambda: two_quotes("AAPL", "MSFT", feed, CACHE, 2),
        "quote_strict": lambda: quote_strict("AAPL", feed, CACHE, 2),
    }
    for name, start in quotes.items():
        runs = [run async for run in cancel_at_each_await(start)]
        for run in runs:
            assert run.passed_on, (
                f"{run}, {name} did not end with CancelledError. It was not late: somebody asked it to stop."
            )
            assert not run.left, (
                f"{run}, {name} ended, but its call of the feed went on. Whoever starts a task has to stop it."
            )
        assert not probe.unfinished, f"When {name} was cancelled, its call of the feed went on."
