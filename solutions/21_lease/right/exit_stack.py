"""An exit stack that gives the printer back, filled as soon as the printer is there."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


def back(pool, printer):
    (pool.replace if printer.broken else pool.give)(printer)


@asynccontextmanager
async def lease(pool, *, patience=1.0):
    async with AsyncExitStack() as stack:
        try:
            printer = await asyncio.wait_for(pool.take(), patience)
        except TimeoutError:
            raise NoPrinter from None
        stack.callback(back, pool, printer)
        await printer.wake()
        yield printer


async def print_all(pool, docs):
    printed = 0
    for doc in docs:
        async with AsyncExitStack() as stack:
            printer = await stack.enter_async_context(lease(pool))
            try:
                await printer.print(doc)
                printed += 1
            except Jam:
                pass
    return printed
