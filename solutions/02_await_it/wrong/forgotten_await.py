"""Forgets the await, and formats the coroutine as if it were the price.

caught by: test_a_quote_is_a_line_for_the_board
says: put await before the call
"""


async def fetch_price(symbol, feed):
    return await feed.get(symbol)


async def quote(symbol, feed):
    price = fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
