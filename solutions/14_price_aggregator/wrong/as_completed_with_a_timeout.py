"""Lets the timeout of as_completed end the report in the middle, and loses what was collected.

caught by: test_the_deadline_keeps_what_is_there
says: TimeoutError came out of aggregate
says: both belong into the report
"""

import asyncio

from price_report import Report


async def hang_up(calls):
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def call(symbol, number):
        try:
            return symbol, number, await mirrors[number](symbol), None
        except Exception as error:
            return symbol, number, None, error

    errors = {symbol: {} for symbol in symbols}
    calls = {s: [asyncio.create_task(call(s, number)) for number in range(len(mirrors))] for s in symbols}
    everything = [task for own in calls.values() for task in own]
    try:
        for arrival in asyncio.as_completed(everything, timeout=deadline):
            try:
                symbol, number, price, error = await arrival
            except asyncio.CancelledError:
                if asyncio.current_task().cancelling():
                    raise
                continue
            if error:
                errors[symbol][number] = error
                if len(errors[symbol]) == len(mirrors):
                    report.failed[symbol] = [errors[symbol][n] for n in range(len(mirrors))]
            elif symbol not in report.prices:
                report.prices[symbol] = price
                if on_progress:
                    on_progress(symbol, price)
                for loser in calls[symbol]:
                    loser.cancel()
    finally:
        await hang_up(everything)
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
