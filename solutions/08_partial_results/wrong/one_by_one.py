"""Gives each call its own try, one call after the other.

caught by: test_twenty_prices_take_as_long_as_one
says: ran one after another
"""


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    for symbol in symbols:
        try:
            prices[symbol] = await feed.get(symbol)
        except Exception as error:
            errors[symbol] = error
    return prices, errors
