"""Formats a task as if it were the price.

caught by: test_a_quote_is_a_line_for_the_board
says: a promise, not the result
"""

import asyncio


async def fetch_price(symbol, feed):
    return await feed.get(symbol)


async def quote(symbol, feed):
    price = asyncio.create_task(fetch_price(symbol, feed))
    return f"{symbol}: {price:.2f}"
