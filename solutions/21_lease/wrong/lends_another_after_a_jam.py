"""Wants to run the block again with another printer: a context manager cannot repeat its block.

caught by: test_a_broken_printer_is_replaced
says: generator didn't stop
says: it cannot run the block again
"""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    while True:
        try:
            async with asyncio.timeout(patience):
                printer = await pool.take()
        except TimeoutError:
            raise NoPrinter from None
        try:
            await printer.wake()
            yield printer
            return
        except Jam:
            continue
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
