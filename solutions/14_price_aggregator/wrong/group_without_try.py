"""A mirror that fails takes its task group down, and the other mirrors with it.

caught by: test_a_failure_is_not_a_price
says: must not beat one that answers later
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report = Report()

    class Won(Exception):
        pass

    async def call(symbol, mirror):
        price = await mirror(symbol)
        if symbol not in report.prices:
            report.prices[symbol] = price
            if on_progress:
                on_progress(symbol, price)
        raise Won

    async def race(symbol):
        try:
            async with asyncio.TaskGroup() as group:
                for mirror in mirrors:
                    group.create_task(call(symbol, mirror))
        except* Won:
            pass
        except* Exception as errors:
            if symbol not in report.prices:
                report.failed[symbol] = list(errors.exceptions)

    try:
        async with asyncio.timeout(deadline):
            async with asyncio.TaskGroup() as group:
                for symbol in symbols:
                    group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
