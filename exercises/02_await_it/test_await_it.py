"""The checks of exercise 02, in the order of its tasks."""

import asyncio

from await_it import fetch_price, quote

from grader.checks import same, task


class Feed:
    """A feed that asks one probe for each symbol."""

    def __init__(self, **probes):
        self._probes = probes

    async def get(self, symbol):
        """The price, when the probe has it."""
        return await self._probes[symbol]()


@task(1)
async def test_the_price_is_what_the_feed_answered(probe):
    """fetch_price asks the feed once, waits for its answer, and returns it."""
    feed = Feed(AAPL=probe("AAPL", seconds=3, returns=187.25))

    price = await fetch_price("AAPL", feed)

    assert same(price, 187.25), "fetch_price should return the price that the feed answered."
    assert probe.each_called_once(), "Ask the feed once, and wait until it has answered."


@task(1)
async def test_the_feed_sets_the_time(probe, clock):
    """fetch_price takes as long as the feed takes: one second for a near one, four for a far one."""
    feed = Feed(NEAR=probe("NEAR", seconds=1, returns=64.5), FAR=probe("FAR", seconds=4, returns=1012.75))

    prices = [await fetch_price("NEAR", feed), await fetch_price("FAR", feed)]

    assert same(prices, [64.5, 1012.75]), "fetch_price should return the price that the feed answered."
    assert probe.each_called_once(), "Ask the feed once for each price, and wait until it has answered."
    assert clock.elapsed < 5.3, "The feed needed five seconds in all. Wait for each answer once, and for nothing else."


@task(2)
async def test_a_quote_is_a_line_for_the_board(probe):
    """A quote is the symbol and its price with two decimals."""
    feed = Feed(AAPL=probe("AAPL", seconds=3, returns=190.0), KO=probe("KO", seconds=3, returns=71.456))

    board = [await quote("AAPL", feed), await quote("KO", feed)]

    assert probe.each_called_once(), "For each quote ask the feed once, and wait until it has answered."
    assert same(board, ["AAPL: 190.00", "KO: 71.46"]), (
        "Each line is the symbol, a colon, a space, and the price with two decimals."
    )


@task(3)
async def test_waiting_leaves_the_loop_free(probe, clock):
    """While fetch_price and quote wait for the feed, the event loop is free for everybody else."""
    feed = Feed(AAPL=probe("AAPL", seconds=3, returns=187.25), KO=probe("KO", seconds=3, returns=71.5))

    await fetch_price("AAPL", feed)
    await quote("KO", feed)
    # What held the loop is known when it gets its next turn.
    await asyncio.sleep(0)

    held = [f"{block.seconds:.2f} s: {block.what} ({block.place or 'line unknown'})" for block in clock.blocks]
    assert not held, (
        f"The whole loop stood still for {held[0]}. Nobody else could run. Only an await leaves the loop free."
    )
    assert probe.each_called_once(), "For each of the two ask the feed once, and wait until it has answered."


@task(3)
async def test_two_quotes_wait_together(probe, clock):
    """Two quotes that are asked for at the same time take as long as one."""
    feed = Feed(AAPL=probe("AAPL", seconds=3, returns=187.25), KO=probe("KO", seconds=3, returns=71.5))

    await asyncio.gather(quote("AAPL", feed), quote("KO", feed))

    assert all([probe.max_in_flight >= 2, clock.elapsed < 3.3]), (
        "The feed needs three seconds, also for two: while one quote waits, the other gets its turn."
    )
