"""Takes any error for a jam, and leaves out what found no printer.

caught by: test_print_all_prints_one_after_the_other
says: the caller should get NoPrinter
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
    printed = 0
    for doc in docs:
        try:
            async with lease(pool) as printer:
                await printer.print(doc)
        except Exception:
            continue
        printed += 1
    return printed
