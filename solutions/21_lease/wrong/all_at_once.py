"""Prints all documents at the same time, so a short one overtakes a long one.

caught by: test_print_all_prints_one_after_the_other
says: in their order
"""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    try:
        async with asyncio.timeout(patience):
            printer = await pool.take()
    except TimeoutError:
        raise NoPrinter from None
    try:
        await printer.wake()
        yield printer
    finally:
        if printer.broken:
            pool.replace(printer)
        else:
            pool.give(printer)


async def print_all(pool, docs):
    async def one(doc):
        try:
            async with lease(pool, patience=60) as printer:
                await printer.print(doc)
        except Jam:
            return 0
        return 1

    return sum(await asyncio.gather(*map(one, docs)))
