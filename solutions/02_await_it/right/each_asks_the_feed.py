"""The quote asks the feed itself, and awaits in the middle of the text."""


async def fetch_price(symbol, feed):
    return await feed.get(symbol)


async def quote(symbol, feed):
    return f"{symbol}: {await feed.get(symbol):.2f}"
