"""Waits for the losers in an except that also swallows a cancellation of its own.

caught by: test_a_cancelled_report_leaves_nothing
says: neither a report nor another error
"""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    loop = asyncio.get_running_loop()
    end, prices = loop.time() + deadline, {}
    calls = {symbol: [asyncio.create_task(mirror(symbol)) for mirror in mirrors] for symbol in symbols}
    owner = {call: symbol for symbol, own in calls.items() for call in own}
    pending = set(owner)
    try:
        while pending and (left := end - loop.time()) > 0:
            done, pending = await asyncio.wait(pending, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            for call in done:
                symbol = owner[call]
                if call.cancelled() or call.exception() or symbol in prices:
                    continue
                prices[symbol] = call.result()
                if on_progress:
                    on_progress(symbol, prices[symbol])
                for loser in calls[symbol]:
                    loser.cancel()
        failed = {}
        for symbol, own in calls.items():
            if symbol not in prices and all(call.done() and not call.cancelled() for call in own):
                failed[symbol] = [call.exception() for call in own]
    finally:
        for call in owner:
            call.cancel()
        for call in owner:
            try:
                await call
            except (asyncio.CancelledError, Exception):
                pass
    late = [symbol for symbol in symbols if symbol not in prices and symbol not in failed]
    return Report(prices, failed, late)
