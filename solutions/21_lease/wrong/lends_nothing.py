"""Lends None when no printer is free, and hopes that the caller looks.

caught by: test_nobody_waits_longer_than_the_patience
says: 'NoneType' object has no attribute 'print'
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
        printer = None
    try:
        if printer:
            await printer.wake()
        yield printer
    finally:
        if printer and printer.broken:
            pool.replace(printer)
        elif printer:
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
