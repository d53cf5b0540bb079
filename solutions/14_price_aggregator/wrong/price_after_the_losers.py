"""Writes the price down when the losers have hung up, and is cancelled before that.

caught by: test_a_price_in_time_is_not_lost
says: at the moment when it arrives
says: {'tea': 'tea at north-...'}
"""

import asyncio

from price_report import Report


async def hang_up(calls):
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def first(symbol):
        calls = [asyncio.create_task(mirror(symbol)) for mirror in mirrors]
        try:
            for arrival in asyncio.as_completed(calls):
                try:
                    price = await arrival
                except Exception:
                    continue
                if on_progress:
                    on_progress(symbol, price)
                return price
            report.failed[symbol] = [call.exception() for call in calls]
        finally:
            await hang_up(calls)

    async def race(symbol):
        price = await first(symbol)
        if price is not None:
            report.prices[symbol] = price

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
