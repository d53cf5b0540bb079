"""Reads the result of whoever is done first, and lets an error end the whole report.

caught by: test_a_failure_is_not_a_price
says: came out of aggregate
"""

import asyncio

from price_report import Report


async def hang_up(calls):
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        calls = [asyncio.create_task(mirror(symbol)) for mirror in mirrors]
        try:
            done, _ = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
            report.prices[symbol] = done.pop().result()
            if on_progress:
                on_progress(symbol, report.prices[symbol])
        finally:
            await hang_up(calls)

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
