"""Does one symbol after the other, each with the whole deadline.

caught by: test_the_first_price_wins
says: at most 3 of them were open at the same time
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

    for symbol in symbols:
        try:
            async with asyncio.timeout(deadline):
                await race(symbol)
        except TimeoutError:
            pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
