"""A task for the waiting, which is cancelled and awaited when nobody wants its printer any more."""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    taking = asyncio.create_task(pool.take())
    try:
        await asyncio.wait([taking], timeout=patience)
        if not taking.done():
            raise NoPrinter
        await taking.result().wake()
        yield taking.result()
    finally:
        if not taking.done():
            taking.cancel()
            await asyncio.wait([taking])
        if not taking.cancelled():
            printer = taking.result()
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
