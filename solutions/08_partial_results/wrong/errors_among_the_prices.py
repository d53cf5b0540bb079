"""Has errors returned as results, and forgets to look which of the results are errors.

caught by: test_no_good_price_is_lost
says: and nothing else
says: 'BOLT': ConnectionError('the line is down')
"""

import asyncio


async def fetch_all(symbols, feed):
    results = await asyncio.gather(*map(feed.get, symbols), return_exceptions=True)
    return dict(zip(symbols, results, strict=True)), {}
