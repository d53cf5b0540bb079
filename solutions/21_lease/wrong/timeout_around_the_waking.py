"""Counts the waking of the printer as waiting for it.

caught by: test_patience_is_for_the_waiting
says: the time limit hit its waking or the block
"""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    printer = None
    try:
        try:
            async with asyncio.timeout(patience):
                printer = await pool.take()
                await printer.wake()
        except TimeoutError:
            raise NoPrinter from None
        yield printer
    finally:
        if printer is not None:
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
