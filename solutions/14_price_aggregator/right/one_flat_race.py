"""All calls in one set, and the time that is left computed from the clock of the loop."""

import asyncio

from price_report import Report


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    loop = asyncio.get_running_loop()
    end = loop.time() + deadline
    prices = {}
    calls = {symbol: [asyncio.create_task(mirror(symbol)) for mirror in mirrors] for symbol in symbols}
    owner = {call: symbol for symbol, own in calls.items() for call in own}
    pending = set(owner)
    try:
        while pending and (left := end - loop.time()) > 0:
            done, pending = await asyncio.wait(pending, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            for call in done:
                symbol = owner[call]
                if call.cancelled() or call.exception() is not None or symbol in prices:
                    continue
                prices[symbol] = call.result()
                if on_progress is not None:
                    on_progress(symbol, prices[symbol])
                for loser in calls[symbol]:
                    loser.cancel()
        failed = {}
        for symbol, own in calls.items():
            if symbol not in prices and all(call.done() and not call.cancelled() for call in own):
                failed[symbol] = [call.exception() for call in own]
        late = [symbol for symbol in symbols if symbol not in prices and symbol not in failed]
        return Report(prices, failed, late)
    finally:
        for call in owner:
            call.cancel()
        await asyncio.gather(*owner, return_exceptions=True)
