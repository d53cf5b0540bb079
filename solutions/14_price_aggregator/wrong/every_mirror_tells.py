"""Every mirror that answers writes and tells its price, until somebody has cancelled it.

caught by: test_prices_in_the_same_moment_count_once
says: however many mirrors answer
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
        async def call(mirror):
            report.prices[symbol] = price = await mirror(symbol)
            if on_progress:
                on_progress(symbol, price)

        calls = [asyncio.create_task(call(mirror)) for mirror in mirrors]
        try:
            for arrival in asyncio.as_completed(calls):
                try:
                    return await arrival
                except Exception:
                    continue
            report.failed[symbol] = [task.exception() for task in calls]
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
