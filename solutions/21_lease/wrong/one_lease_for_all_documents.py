"""Borrows one printer for the whole pile: nobody else gets a turn.

caught by: test_others_get_a_turn
says: should have been next
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
    left, printed = list(docs), 0
    while left:
        try:
            async with lease(pool) as printer:
                while left:
                    await printer.print(left.pop(0))
                    printed += 1
        except Jam:
            pass
    return printed
