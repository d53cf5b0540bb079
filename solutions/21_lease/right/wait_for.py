"""wait_for in place of asyncio.timeout, and one finally for everything."""

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
            printer = await asyncio.wait_for(pool.take(), timeout=patience)
        except TimeoutError as error:
            raise NoPrinter("all printers are in use") from error
        await printer.wake()
        yield printer
    finally:
        if printer is not None:
            back = pool.replace if printer.broken else pool.give
            back(printer)


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
