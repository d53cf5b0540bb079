"""Takes a TimeoutError of the block for the end of its own waiting.

caught by: test_an_error_gives_the_printer_back
says: the caller should get that very error
says: NoPrinter
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
        printer = await asyncio.wait_for(pool.take(), patience)
        try:
            await printer.wake()
            yield printer
        finally:
            if printer.broken:
                pool.replace(printer)
            else:
                pool.give(printer)
    except TimeoutError:
        raise NoPrinter from None


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
