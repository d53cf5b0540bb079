"""Waits for the printer in a task group, and keeps the group open while the block runs.

caught by: test_an_error_gives_the_printer_back
says: the caller should get that very error
says: ExceptionGroup
"""

import asyncio
from contextlib import asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    async with asyncio.TaskGroup() as group:
        taking = group.create_task(pool.take())
        try:
            printer = await asyncio.wait_for(asyncio.shield(taking), patience)
        except TimeoutError:
            taking.cancel()
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
    for doc in docs:
        try:
            async with lease(pool) as printer:
                await printer.print(doc)
        except Jam:
            continue
        printed += 1
    return printed
