"""Has its price, and forgets the calls that are still open.

caught by: test_losers_hang_up
says: returned while calls were still open
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        calls = [asyncio.create_task(mirror(symbol)) for mirror in mirrors]
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

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
