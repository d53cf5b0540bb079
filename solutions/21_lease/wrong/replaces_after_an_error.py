"""Replaces the printer whenever the block raises, broken or not.

caught by: test_an_error_gives_the_printer_back
says: The printer is not broken: give it back
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
    except BaseException:
        pool.replace(printer)
        raise
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
