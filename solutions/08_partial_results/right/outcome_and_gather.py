"""Each call brings home its symbol with a price or an error."""

import asyncio


async def fetch_all(symbols, feed):
    async def outcome(symbol):
        try:
            return symbol, await feed.get(symbol), None
        except Exception as error:
            return symbol, None, error

    outcomes = await asyncio.gather(*(outcome(symbol) for symbol in symbols))
    prices = {symbol: price for symbol, price, error in outcomes if error is None}
    errors = {symbol: error for symbol, _, error in outcomes if error is not None}
    return prices, errors
