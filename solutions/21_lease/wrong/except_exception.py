"""Gives the printer back after any Exception, and a cancellation is none.

caught by: test_a_cancelled_lease_keeps_no_printer
says: Cancelled during
says: nobody gave the printer back
"""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


def back(pool, printer):
    if printer.broken:
        pool.replace(printer)
    else:
        pool.give(printer)


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
    except Exception:
        back(pool, printer)
        raise
    else:
        back(pool, printer)


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
