"""The checks of exercise 08, in the order of its tasks."""

import asyncio

from partial_results import fetch_all

from grader.checks import cancel_at_each_await, describe, leaves, note, same, task
from grader.fakes.service import Service

NAMES = "ACRE BOLT CRUX DUNE EMBR FLAX GALE HUSK IVRY JADE KELP LARK MOSS NOVA OPAL PINE QUAY REED SAGE TIDE"
SYMBOLS = NAMES.split()
PRICES = {symbol: 12.5 + 3.25 * number for number, symbol in enumerate(SYMBOLS)}
SIX = SYMBOLS[:6]
GOOD = {symbol: PRICES[symbol] for symbol in ("ACRE", "CRUX", "FLAX")}


def three_errors():
    """What the feed raises for the other three of the six symbols: three kinds of errors."""
    return {
        "BOLT": ConnectionError("the line is down"),
        "DUNE": TimeoutError("no answer"),
        "EMBR": LookupError("unknown symbol"),
    }


def bad_evening(probe, errors):
    """A feed that fails for BOLT at once, for EMBR in the middle, and for DUNE when all others have answered."""
    feed = Service(probe, {**GOOD, "EMBR": errors["EMBR"]})
    feed.arrange("BOLT", errors["BOLT"], seconds=0)
    feed.arrange("DUNE", errors["DUNE"], seconds=2)
    return feed


async def fetched(symbols, feed, errors=None):
    """The two dicts. An error of the feed that comes out of fetch_all in their place gets a sentence here."""
    try:
        result = await fetch_all(symbols, feed)
    except Exception as error:
        if not any(leaf is known for leaf in leaves(error) for known in (errors or {}).values()):
            raise
        result = error
    assert not isinstance(result, Exception), (
        f"{type(result).__name__} came out of fetch_all, and with it went all prices. An error of the feed should cost "
        "one price: catch it call by call."
    )
    pair = type(result) in (tuple, list) and [type(part) for part in result] == [dict, dict]
    assert note("two dicts", describe(result), pair), "fetch_all should return two dicts, the prices and the errors."
    return result


def exact(got, expected):
    """Of the same type, too."""
    return type(got) is type(expected) and got == expected


@task(1, points=2)
async def test_twenty_prices_take_as_long_as_one(probe, clock):
    """Twenty calls of half a second each take half a second together."""
    feed = Service(probe, PRICES, seconds=0.5)

    prices, errors = await fetched(SYMBOLS, feed)

    wrong = [symbol for symbol in {**PRICES, **prices} if not exact(prices.get(symbol), PRICES.get(symbol))]
    assert same(wrong, []), "The first dict should hold the price of each symbol. These entries are wrong or missing."
    assert same(errors, {}), "No call failed: the second dict should be empty."
    assert same([symbol for symbol in SYMBOLS if probe.names.count(symbol) != 1], []), (
        "These symbols were not asked for exactly once."
    )
    assert all([probe.max_in_flight >= len(SYMBOLS), clock.elapsed == 0.5]), (
        f"{probe.pace}: twenty calls should take as long as one."
    )


@task(1)
async def test_no_symbols_give_two_empty_dicts(probe):
    """An empty portfolio is no special case."""
    prices, errors = await fetched([], Service(probe))

    assert same([prices, errors], [{}, {}]), "Without symbols there are no prices and no errors: two empty dicts."


@task(2, points=2)
async def test_no_good_price_is_lost(probe):
    """Three of six calls fail, one of them at once: the other three prices are all there."""
    errors = three_errors()

    prices, _ = await fetched(SIX, bad_evening(probe, errors), errors)

    assert same(prices, GOOD), (
        "The first dict should hold the three prices that came, each under its symbol, and nothing else."
    )
    assert same(sorted(probe.names), SIX), "Each price comes from the feed: ask it once for each symbol."


@task(2)
async def test_every_error_is_kept(probe):
    """The second dict holds the three errors, each under its symbol."""
    expected = three_errors()

    _, errors = await fetched(SIX, bad_evening(probe, expected), expected)

    assert same(errors, expected), (
        "The second dict should hold each exception that the feed raised, the exception itself, under its symbol."
    )
    assert same(sorted(probe.names), SIX), "Ask once for each symbol: a call that failed is not repeated."


@task(2)
async def test_prices_stay_with_their_symbols(probe):
    """The last symbol is answered first: each price is still found under its own symbol."""
    feed = Service(probe)
    for number, symbol in enumerate(SIX):
        feed.arrange(symbol, PRICES[symbol], seconds=(6 - number) / 4)

    prices, _ = await fetched(SIX, feed)

    assert same(prices, {symbol: PRICES[symbol] for symbol in SIX}), (
        "Each price belongs to the symbol that was asked for, whichever is answered first."
    )
    assert same(sorted(probe.names), SIX), "Each price comes from the feed: ask it once for each symbol."


@task(2)
async def test_zero_is_a_price(probe):
    """A share that is worth nothing has a price: 0.0."""
    prices, errors = await fetched(["ACRE", "BOLT"], Service(probe, {"ACRE": 0.0, "BOLT": 15.75}))

    assert same([prices, errors], [{"ACRE": 0.0, "BOLT": 15.75}, {}]), (
        "The feed returned 0.0 for ACRE, and raised nothing: that is a price like any other."
    )
    assert same(sorted(probe.names), ["ACRE", "BOLT"]), "Each price comes from the feed: ask it once for each symbol."


@task(3)
async def test_cancelling_stops_the_calls(probe):
    """When the caller is cancelled, no call to the feed goes on."""
    feed = Service(probe, {"ACRE": 12.5, "BOLT": 15.75, "CRUX": 19.0}, seconds=2)

    report = asyncio.create_task(fetch_all(["ACRE", "BOLT", "CRUX"], feed))
    await asyncio.sleep(1)
    report.cancel()
    await asyncio.gather(report, return_exceptions=True)

    endings = [f"{call.name}: {call.outcome}" for call in probe.calls]
    assert same(sorted(endings), ["ACRE: cancelled", "BOLT: cancelled", "CRUX: cancelled"]), (
        "The caller was cancelled after 1 second: each call should be under way then, and should be stopped."
    )


@task(3)
async def test_cancellation_goes_on(probe):
    """Wherever fetch_all waits when it is cancelled: CancelledError goes on to the caller, and no call is left."""
    down = ConnectionError("the line is down")
    feed = Service(probe, {"ACRE": down, "BOLT": 15.75, "CRUX": 19.0})
    feed.arrange("BOLT", 15.75, seconds=0.5)

    runs = [run async for run in cancel_at_each_await(lambda: fetch_all(["ACRE", "BOLT", "CRUX"], feed))]

    for run in runs:
        came = f"raised {type(run.error).__name__}" if run.error else "returned"
        assert run.passed_on, (
            f"{run}, fetch_all {came}: a cancellation is not an error of the feed. Let CancelledError go on."
        )
        assert note("none still running", f"{len(run.left)} still running", not run.left), (
            f"{run}, fetch_all was over, and tasks that it had started went on. Stop them."
        )
