"""gather gives errors back as results, and each result is looked at."""

import asyncio


async def fetch_all(symbols, feed):
    results = await asyncio.gather(*map(feed.get, symbols), return_exceptions=True)
    prices, errors = {}, {}
    for symbol, result in zip(symbols, results, strict=True):
        side = errors if isinstance(result, BaseException) else prices
        side[symbol] = result
    return prices, errors
