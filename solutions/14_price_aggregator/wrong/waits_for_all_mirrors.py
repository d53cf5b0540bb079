"""Waits until all mirrors have answered, and then takes the first in the list.

caught by: test_the_first_price_wins
says: price that arrived first
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        answers = await asyncio.gather(*(mirror(symbol) for mirror in mirrors), return_exceptions=True)
        good = [answer for answer in answers if not isinstance(answer, Exception)]
        if good:
            report.prices[symbol] = good[0]
            if on_progress:
                on_progress(symbol, good[0])
        else:
            report.failed[symbol] = answers

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
