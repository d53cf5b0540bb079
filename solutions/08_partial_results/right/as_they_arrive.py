"""Pairs in the order of arrival."""

import asyncio


async def outcome(symbol, feed):
    try:
        return symbol, await feed.get(symbol)
    except Exception as error:
        return symbol, error


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    tasks = [asyncio.ensure_future(outcome(symbol, feed)) for symbol in symbols]
    try:
        for arrival in asyncio.as_completed(tasks):
            symbol, result = await arrival
            match result:
                case Exception():
                    errors[symbol] = result
                case price:
                    prices[symbol] = price
    finally:
        for task in tasks:
            task.cancel()
    return prices, errors
