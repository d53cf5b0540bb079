"""Keeps the errors in the order in which they came.

caught by: test_a_failure_is_not_a_price
says: in the order of the mirrors
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
        errors = []
        try:
            for arrival in asyncio.as_completed(calls):
                try:
                    price = await arrival
                except Exception as error:
                    errors.append(error)
                    continue
                report.prices[symbol] = price
                if on_progress:
                    on_progress(symbol, price)
                return
            report.failed[symbol] = errors
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
