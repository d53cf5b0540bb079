"""Cleans up after the deadline, but not when aggregate itself is cancelled.

caught by: test_a_cancelled_report_leaves_nothing
says: some of its tasks were still running
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
                if on_progress:
                    on_progress(symbol, price)
                return
            report.failed[symbol] = [call.exception() for call in calls]
        finally:
            await hang_up(calls)

    races = [asyncio.create_task(race(symbol)) for symbol in symbols]
    await asyncio.wait(races, timeout=deadline)
    await hang_up(races)
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
