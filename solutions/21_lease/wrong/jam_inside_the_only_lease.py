"""Borrows one printer for all, and goes on with it after a jam.

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
    printed = 0
    async with lease(pool) as printer:
        for doc in docs:
            try:
                await printer.print(doc)
                printed += 1
            except Jam:
                continue
    return printed
