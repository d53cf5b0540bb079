"""Each mirror gets a head start of 0.1 seconds over the next one, unless it fails before."""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        waiting, calls, pending = list(mirrors), [], set()
        try:
            while waiting or pending:
                if waiting:
                    calls.append(asyncio.create_task(waiting.pop(0)(symbol)))
                    pending.add(calls[-1])
                done, pending = await asyncio.wait(
                    pending, timeout=0.1 if waiting else None, return_when=asyncio.FIRST_COMPLETED
                )
                good = [call for call in done if call.exception() is None]
                if good:
                    report.prices[symbol] = good[0].result()
                    if on_progress:
                        on_progress(symbol, good[0].result())
                    return
            report.failed[symbol] = [call.exception() for call in calls]
        finally:
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late.extend(symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed)
    return report
