"""Puts the coroutine into the text, where nothing complains.

caught by: test_a_quote_is_a_line_for_the_board
says: nobody awaited it
says: await_it.py:14
"""


async def fetch_price(symbol, feed):
    return await feed.get(symbol)


async def quote(symbol, feed):
    return f"{symbol}: {fetch_price(symbol, feed)}"
