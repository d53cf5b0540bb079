"""Asks one mirror after the other, and gives each of them the whole time.

caught by: test_the_first_price_wins
says: at most 3 of them were open at the same time
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        errors = []
        for mirror in mirrors:
            try:
                report.prices[symbol] = await asyncio.wait_for(mirror(symbol), deadline)
            except Exception as error:
                errors.append(error)
            else:
                if on_progress:
                    on_progress(symbol, report.prices[symbol])
                return
        report.failed[symbol] = errors

    await asyncio.gather(*map(race, symbols))
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
