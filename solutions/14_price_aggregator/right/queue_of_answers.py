"""The calls put what they get into a queue, and one reader decides."""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    answers = asyncio.Queue()
    report = Report()
    errors = {symbol: [None] * len(mirrors) for symbol in symbols}
    calls = {symbol: [] for symbol in symbols}

    async def call(symbol, number):
        try:
            answers.put_nowait((symbol, number, await mirrors[number](symbol), None))
        except Exception as error:
            answers.put_nowait((symbol, number, None, error))

    async def read():
        undecided = set(symbols)
        while undecided:
            symbol, number, price, error = await answers.get()
            if symbol not in undecided:
                continue
            errors[symbol][number] = error
            if error is None:
                report.prices[symbol] = price
                if on_progress is not None:
                    on_progress(symbol, price)
                for loser in calls[symbol]:
                    loser.cancel()
            elif all(errors[symbol]):
                report.failed[symbol] = errors[symbol]
            else:
                continue
            undecided.remove(symbol)

    try:
        for symbol in symbols:
            calls[symbol] = [asyncio.create_task(call(symbol, number)) for number in range(len(mirrors))]
        await asyncio.wait_for(read(), deadline)
    except TimeoutError:
        pass
    finally:
        everything = [task for own in calls.values() for task in own]
        for task in everything:
            task.cancel()
        await asyncio.gather(*everything, return_exceptions=True)
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
