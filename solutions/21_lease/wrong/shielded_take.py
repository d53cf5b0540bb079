"""Stops waiting, but not the take: later it takes a printer for nobody.

caught by: test_nobody_waits_longer_than_the_patience
says: Was it taken for somebody who had stopped waiting?
"""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    taking = asyncio.create_task(pool.take())
    done, _ = await asyncio.wait([taking], timeout=patience)
    if not done:
        raise NoPrinter
    printer = taking.result()
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
    for doc in docs:
        try:
            async with lease(pool) as printer:
                await printer.print(doc)
        except Jam:
            continue
        printed += 1
    return printed
