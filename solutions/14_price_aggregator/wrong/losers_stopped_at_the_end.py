"""Lets the losers go on until the whole report is complete.

caught by: test_losers_hang_up
says: as soon as it has its price
"""

import asyncio

from price_report import Report


async def hang_up(calls):
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report, everything = Report(), []

    async def race(symbol):
        calls = [asyncio.create_task(mirror(symbol)) for mirror in mirrors]
        everything.extend(calls)
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
        except asyncio.CancelledError:
            await hang_up(calls)
            raise

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    finally:
        await hang_up(everything)
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
