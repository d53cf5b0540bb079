"""The checks of exercise 14, in the order of its tasks."""

import math

from price_aggregator import aggregate
from price_report import Report

from grader.checks import Count, cancel_at_each_await, cancelled_after, new_token, note, same, task
from grader.fakes.service import Service
from grader.fakes.slow_to_stop import SlowToStop

MIRRORS = ("north", "south", "west")
HEAD_START = 0.4
"""Seconds that a price may come late: two head starts of 0.1 each, and something for the real clock."""


class LineDown(Exception):
    """What a mirror raises."""


def market(probe, plan):
    """The prices to expect, by "coffee at north", and the mirrors.

    ``plan`` says for each symbol how many seconds each mirror takes for its price, or after how many it raises what.
    """
    service, prices = Service(probe), {}
    for symbol, row in plan.items():
        for name, entry in zip(MIRRORS, row, strict=True):
            key = f"{symbol} at {name}"
            seconds, error = entry if isinstance(entry, tuple) else (entry, None)
            prices[key] = new_token(key)
            service.arrange(key, error or prices[key], seconds=seconds)

    def mirror(name):
        return lambda symbol: service.get(f"{symbol} at {name}")

    return prices, [mirror(name) for name in MIRRORS]


async def outcome(work):
    """The report, or an error of a mirror or of a time limit that came out in its place."""
    try:
        return await work
    except (LineDown, TimeoutError) as error:
        return error
    except BaseExceptionGroup as group:
        if group.subgroup((LineDown, TimeoutError)) is None:
            raise
        return group


def not_a_report(got):
    """What to say when something other than a report came out."""
    if isinstance(got, BaseException):
        return (
            f"{type(got).__name__} came out of aggregate. Neither a mirror that fails nor a deadline that passes is an "
            "error here: both belong into the report."
        )
    return "aggregate should return a Report."


@task(1, points=2)
async def test_the_first_price_wins(probe, clock):
    """Three symbols, three mirrors: each symbol gets the price that arrives first, and nothing waits for anything."""
    plan = {"coffee": (3, 1, 2), "cocoa": (1.5, 2.5, 3), "tea": (3, 2.5, 2)}
    prices, mirrors = market(probe, plan)

    report = await aggregate(["coffee", "cocoa", "tea"], mirrors, deadline=9)

    assert isinstance(report, Report), not_a_report(report)
    assert probe.max_in_flight >= 9, (
        f"Three mirrors and three symbols make nine calls, and at most {int(probe.max_in_flight)} of them were open at "
        "the same time. Start all nine, and then wait for whichever comes first."
    )
    assert Count(len(probe.calls), "calls") == 9, "Ask each mirror once for each symbol."
    winners = {"coffee": "coffee at south", "cocoa": "cocoa at north", "tea": "tea at west"}
    assert same(report.prices, {symbol: prices[call] for symbol, call in winners.items()}), (
        "Each symbol should have the price that arrived first, whichever mirror it came from."
    )
    assert same([report.failed, report.late], [{}, []]), "All three have a price: nothing has failed, nothing is late."
    assert clock.elapsed < 2 + HEAD_START, "After 2 seconds every symbol has its price: there is nothing to wait for."


@task(1)
async def test_a_failure_is_not_a_price(probe, clock):
    """A mirror that fails first does not beat one that answers later. If all fail, the symbol has failed."""
    errors = [LineDown("no route"), TimeoutError("the mirror gave up"), LineDown("bad password")]
    plan = {
        "coffee": ((0.5, LineDown("no route")), 1, 2),
        "tea": ((1.2, errors[0]), (0.6, errors[1]), (0.9, errors[2])),
    }
    prices, mirrors = market(probe, plan)

    report = await outcome(aggregate(["coffee", "tea"], mirrors, deadline=4))

    assert isinstance(report, Report), not_a_report(report)
    assert same(report.prices, {"coffee": prices["coffee at south"]}), (
        "A mirror that failed first must not beat one that answers later. Prices should hold coffee, and nothing else."
    )
    assert same(report.failed, {"tea": errors}), (
        "All three mirrors failed for tea, and for no other symbol: failed should hold what they raised, in the order "
        "of the mirrors. An error that a mirror raises is a failure of that mirror, also when it is a TimeoutError."
    )
    assert same(report.late, []), "The deadline was far away: nothing is late."
    assert clock.elapsed < 1.2 + HEAD_START, (
        "All calls start together. After 1.2 seconds coffee has its price, and the last mirror has failed for tea: "
        "there is nothing to wait for."
    )


@task(1)
async def test_progress_is_told_as_it_happens(probe, clock):
    """Each price is told in the moment when it arrives, also while the losers are still hanging up."""
    prices, mirrors = market(SlowToStop(probe, goodbye=0.4), {"coffee": (1.3, 2, 3), "tea": (2, 0.6, 3)})
    told, times = [], []

    def on_progress(symbol, price):
        told.append((symbol, price))
        times.append(float(clock.elapsed))

    await aggregate(["coffee", "tea"], mirrors, deadline=9, on_progress=on_progress)

    assert same(told, [("tea", prices["tea at south"]), ("coffee", prices["coffee at north"])]), (
        "on_progress should be called once for each symbol, with the symbol and its first price, in the order in which "
        "these prices arrive."
    )
    late = [time - due for time, due in zip(times, (0.6, 1.3), strict=True)]
    assert note(
        "told at 0.60 s and 1.30 s", f"told at {times[0]:.2f} s and {times[1]:.2f} s", max(late) < HEAD_START
    ), (
        "A price was told too late. Tell it at the moment when it arrives: before you wait for the losers to hang up, "
        "or for any other symbol."
    )


@task(1, seconds=20)
async def test_prices_in_the_same_moment_count_once(probe, interleavings):
    """All mirrors answer in the same moment: one price is taken and told, whoever goes first."""
    async for _ in interleavings(12):
        prices, mirrors = market(probe, {"coffee": (0.2, 0.2, 0.2), "tea": (0.2, 0.2, 0.2)})
        told = []

        report = await aggregate(
            ["coffee", "tea"], mirrors, deadline=5, on_progress=lambda *news, told=told: told.append(news)
        )

        assert same(sorted(symbol for symbol, _ in told), ["coffee", "tea"]), (
            "Each symbol has one price: on_progress should be called once for it, however many mirrors answer."
        )
        assert isinstance(report, Report), not_a_report(report)
        assert same(report.prices, dict(told)), "The report should hold the very prices that on_progress was told."
        assert set(report.prices.values()) <= set(prices.values()), "The prices should be those that the mirrors gave."


@task(2, points=2)
async def test_losers_hang_up(probe):
    """When a symbol has its price, its other calls are cancelled. The report comes when all of them have ended."""
    _, mirrors = market(SlowToStop(probe, goodbye=0.1), {"coffee": (1, 4, 4), "tea": (4, 2.2, 4)})

    await aggregate(["coffee", "tea"], mirrors, deadline=9)

    still_open = list(probe.unfinished)
    assert same(still_open, []), (
        "aggregate returned while calls were still open. Cancel the losers and wait until they have ended: cancel() "
        "only asks, and closing a connection takes a moment."
    )
    went_on = [call.name for call in probe.calls if call.name.startswith("coffee") and (call.stop or math.inf) > 2]
    assert same(went_on, []), (
        "Coffee had its price after 1 second, and these calls went on for another second or more. Cancel the losers of "
        "a symbol as soon as it has its price; the other symbols have nothing to do with it."
    )
    assert Count(len(probe.calls), "calls") == 6, "Ask each mirror once for each symbol."


@task(3, points=2)
async def test_the_deadline_keeps_what_is_there(probe, clock):
    """At the deadline the report holds the prices and failures so far. The rest is late."""
    errors = [LineDown("no route"), LineDown("bad password"), LineDown("out of paper")]
    plan = {
        "sugar": ((0.2, LineDown("no route")), (0.4, LineDown("no route")), 4),
        "coffee": (4, 0.5, 4),
        "tea": (4, 4, 4),
        "cocoa": ((1, errors[0]), (0.6, errors[1]), (0.8, errors[2])),
    }
    prices, mirrors = market(probe, plan)

    report = await outcome(aggregate(list(plan), mirrors, deadline=1.5))

    assert isinstance(report, Report), not_a_report(report)
    assert clock.elapsed == 1.5, (
        "Tea and sugar have no price when the 1.5 seconds are over, so the report should come just then. It is one "
        "deadline, for all symbols and mirrors together."
    )
    assert same(report.prices, {"coffee": prices["coffee at south"]}), (
        "Coffee had its price in time, and no other symbol had one: prices should hold just that."
    )
    assert same(report.failed, {"cocoa": errors}), (
        "Only cocoa has failed: all its mirrors raised an error. A call that you cancel at the deadline did not fail."
    )
    assert same(report.late, ["sugar", "tea"]), (
        "Sugar and tea could still have got a price when the time was up: they are late, in the order of the symbols."
    )


@task(3)
async def test_a_price_in_time_is_not_lost(probe):
    """The price of tea is there in time, but its losers hang up only after the deadline: it has its price."""
    prices, mirrors = market(SlowToStop(probe, goodbye=0.3), {"coffee": (5, 5, 5), "tea": (1, 5, 5)})

    report = await outcome(aggregate(["coffee", "tea"], mirrors, deadline=1.25))

    still_open = list(probe.unfinished)
    assert isinstance(report, Report), not_a_report(report)
    assert same(report.prices, {"tea": prices["tea at north"]}), (
        "The price of tea arrived before the deadline, and only its losers needed longer. Put a price into the report "
        "at the moment when it arrives: later you may be cancelled while you wait for the losers."
    )
    assert same(report.late, ["coffee"]), "Coffee is late, and only coffee."
    assert same(still_open, []), (
        "aggregate returned while calls were still open. Those that the deadline ends need a moment to hang up, too."
    )


@task(4, points=2, seconds=30)
async def test_a_cancelled_report_leaves_nothing(probe):
    """Whenever aggregate is cancelled, it cancels its calls, waits until they have ended, and passes the cancel on."""
    plan = {"coffee": (0.1, 0.4, 0.4), "tea": (0.4, 0.4, 0.4)}

    def start():
        _, mirrors = market(SlowToStop(probe, goodbye=0.05), plan)
        return aggregate(["coffee", "tea"], mirrors, deadline=0.3)

    runs = [run async for run in cancel_at_each_await(start)]
    runs += filter(None, [await cancelled_after(seconds, start) for seconds in (0.05, 0.15, 0.32)])

    for run in runs:
        assert note("no task left", f"left: {', '.join(run.left)}", not run.left), (
            f"{run}: aggregate ended, but some of its tasks were still running. Cancel them, and wait for them."
        )
        assert note("CancelledError comes out", "it does not", run.passed_on), (
            f"{run}: the caller should get CancelledError, and neither a report nor another error."
        )
