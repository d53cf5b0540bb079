"""The arrivals of each race as an async iteration, which gives back the very tasks.

needs: Python 3.13
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        async with asyncio.TaskGroup() as group:

            async def ask(mirror):
                try:
                    return await mirror(symbol), None
                except Exception as error:
                    return None, error

            calls = [group.create_task(ask(mirror)) for mirror in mirrors]
            async for call in asyncio.as_completed(calls):
                price, error = call.result()
                if error is None:
                    report.prices[symbol] = price
                    if on_progress is not None:
                        on_progress(symbol, price)
                    for loser in calls:
                        loser.cancel()
                    return
            report.failed[symbol] = [call.result()[1] for call in calls]

    try:
        async with asyncio.timeout(deadline), asyncio.TaskGroup() as races:
            for symbol in symbols:
                races.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
