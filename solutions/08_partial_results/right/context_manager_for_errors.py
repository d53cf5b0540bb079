"""A context manager notes errors, and knows nothing of cancellation."""

import asyncio
import contextlib


class NoteError(contextlib.AbstractContextManager):
    def __init__(self, errors, symbol):
        self.errors, self.symbol = errors, symbol

    def __exit__(self, kind, error, trace):
        if isinstance(error, Exception):
            self.errors[self.symbol] = error
            return True
        return None


async def fetch_all(symbols, feed):
    prices, errors = {}, {}

    async def fetch(symbol):
        with NoteError(errors, symbol):
            prices[symbol] = await feed.get(symbol)

    everything = asyncio.gather(*[fetch(symbol) for symbol in symbols])
    await everything
    return prices, errors
