"""Takes any cancellation for the deadline, also that of the caller.

caught by: test_a_cancelled_report_leaves_nothing
says: the caller should get CancelledError
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
    timer = asyncio.get_running_loop().call_later(deadline, asyncio.current_task().cancel)
    try:
        await asyncio.gather(*races)
    except asyncio.CancelledError:
        pass
    timer.cancel()
    await hang_up(races)
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
