"""A time limit around everything, switched off as soon as the printer is there."""

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
        async with asyncio.timeout(patience) as limit:
            printer = await pool.take()
            limit.reschedule(None)
            await printer.wake()
            try:
                yield printer
            finally:
                pass
    except TimeoutError:
        if printer is None:
            raise NoPrinter from None
        raise
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
