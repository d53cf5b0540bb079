"""A task group for each symbol, ended by a private exception of the winner."""

import asyncio

from price_report import Report


class Won(Exception):
    """Ends the race."""


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    prices, errors = {}, {symbol: {} for symbol in symbols}

    async def call(symbol, number, mirror):
        try:
            price = await mirror(symbol)
        except Exception as error:
            errors[symbol][number] = error
            return
        if symbol not in prices:
            prices[symbol] = price
            if on_progress:
                on_progress(symbol, price)
        raise Won

    async def race(symbol):
        try:
            async with asyncio.TaskGroup() as group:
                for number, mirror in enumerate(mirrors):
                    group.create_task(call(symbol, number, mirror))
        except* Won:
            pass

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as races:
                for symbol in symbols:
                    races.create_task(race(symbol))
    except TimeoutError:
        pass
    failed = {s: [found[n] for n in sorted(found)] for s, found in errors.items() if len(found) == len(mirrors)}
    late = [symbol for symbol in symbols if symbol not in prices and symbol not in failed]
    return Report(prices, failed, late)
