"""Takes a cancellation for the end of its patience.

caught by: test_a_cancelled_lease_keeps_no_printer
says: Cancelled during take: the cancellation should come out
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
    except (TimeoutError, asyncio.CancelledError):
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
        except Jam:
            continue
        printed += 1
    return printed
