"""A race for each symbol with asyncio.wait and FIRST_COMPLETED; another asyncio.wait keeps the deadline."""

import asyncio

from price_report import Report


async def hang_up(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        calls = [asyncio.create_task(mirror(symbol)) for mirror in mirrors]
        pending = set(calls)
        try:
            while pending:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for call in done:
                    if call.exception() is None:
                        report.prices[symbol] = call.result()
                        if on_progress:
                            on_progress(symbol, call.result())
                        return
            report.failed[symbol] = [call.exception() for call in calls]
        finally:
            await hang_up(calls)

    races = [asyncio.create_task(race(symbol)) for symbol in symbols]
    try:
        if races:
            await asyncio.wait(races, timeout=deadline)
    finally:
        await hang_up(races)
    report.late = [symbol for symbol in symbols if symbol not in report.prices | report.failed]
    return report
