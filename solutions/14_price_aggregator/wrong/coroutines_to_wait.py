"""Passes coroutines to asyncio.wait, which takes tasks.

caught by: test_the_first_price_wins
says: asyncio.wait takes Tasks
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    async def race(symbol):
        done, pending = await asyncio.wait(
            [mirror(symbol) for mirror in mirrors], return_when=asyncio.FIRST_COMPLETED
        )
        for loser in pending:
            loser.cancel()
        report.prices[symbol] = done.pop().result()

    async with asyncio.timeout(deadline):
        await asyncio.gather(*map(race, symbols))
    return report
