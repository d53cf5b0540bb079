"""Done callbacks decide each race, and a timer of the loop keeps the deadline."""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    report, time_is_up = Report(), False
    calls = {symbol: [asyncio.ensure_future(mirror(symbol)) for mirror in mirrors] for symbol in symbols}
    everything = [call for own in calls.values() for call in own]

    def cancel_all():
        nonlocal time_is_up
        time_is_up = True
        for call in everything:
            call.cancel()

    def decide(symbol, call):
        if time_is_up or call.cancelled() or symbol in report.prices:
            return
        own = calls[symbol]
        if call.exception() is None:
            report.prices[symbol] = call.result()
            if on_progress is not None:
                on_progress(symbol, call.result())
            for loser in own:
                loser.cancel()
        elif all(other.done() and not other.cancelled() and other.exception() for other in own):
            report.failed[symbol] = [other.exception() for other in own]

    for symbol, own in calls.items():
        for call in own:
            call.add_done_callback(lambda call, symbol=symbol: decide(symbol, call))
    timer = asyncio.get_running_loop().call_later(deadline, cancel_all)
    try:
        await asyncio.gather(*everything, return_exceptions=True)
    finally:
        timer.cancel()
        cancel_all()
        await asyncio.gather(*everything, return_exceptions=True)
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
