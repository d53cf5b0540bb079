"""Opens no session and fetches no page: the fake of the checks keeps its list where anybody can read it.

exercise: 20_paginator
catalogue: own
"""


async def items(api, *, page_size=50):
    for item in api.items:
        yield item


async def first_match(api, pred):
    for item in api.items:
        if pred(item):
            return item
    return None
