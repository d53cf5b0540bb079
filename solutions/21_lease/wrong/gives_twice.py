"""Gives the printer back after an error, and once more in finally.

caught by: test_an_error_gives_the_printer_back
says: give it back, once
says: 'give red', 'give red'
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
    except Exception:
        pool.give(printer)
        raise
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
