"""Keeps the printer in the pool object, where the next lease overwrites it.

caught by: test_each_lease_has_a_printer_of_its_own
says: each of them once
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

    pool.current = printer
    try:
        await printer.wake()
        yield printer
    finally:
        if pool.current.broken:
            pool.replace(pool.current)
        else:
            pool.give(pool.current)


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
