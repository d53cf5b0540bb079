"""Closes the session after any Exception: GeneratorExit and CancelledError are none.

caught by: test_a_caller_may_stop_early
says: GeneratorExit, which is no Exception
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            for item in page:
                yield item
            if len(page) < page_size:
                break
            number += 1
    except Exception:
        await session.close()
        raise
    else:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
