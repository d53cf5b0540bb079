"""Tells the prices when the report is complete, in the order of the symbols.

caught by: test_progress_is_told_as_it_happens
says: in the order in which these prices arrive
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
            for arrival in asyncio.as_completed(calls):
                try:
                    price = await arrival
                except Exception:
                    continue
                report.prices[symbol] = price
                return
            report.failed[symbol] = [call.exception() for call in calls]
        finally:
            await hang_up(calls)

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    for symbol in symbols:
        if on_progress and symbol in report.prices:
            on_progress(symbol, report.prices[symbol])
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
