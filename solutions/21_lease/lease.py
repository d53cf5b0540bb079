"""A copy shop with a few printers: borrowed for a block, and always given back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


class Jam(Exception):
    """The paper is stuck. The printer that raises it has ``printer.broken == True``."""


class NoPrinter(Exception):
    """No printer became free in time."""


@asynccontextmanager
async def lease(pool: Any, *, patience: float = 1.0) -> AsyncIterator[Any]:
    """Borrow a printer for a block: ``async with lease(pool) as printer``. It is awake when the block begins."""
    try:
        async with asyncio.timeout(patience):
            printer = await pool.take()
    except TimeoutError:
        raise NoPrinter(f"no printer became free in {patience} seconds") from None
    try:
        await printer.wake()
        yield printer
    finally:
        if printer.broken:
            pool.replace(printer)
        else:
            pool.give(printer)


async def print_all(pool: Any, docs: list[str]) -> int:
    """Print the documents one after the other, each on a lease of its own; return how many were printed."""
    printed = 0
    for doc in docs:
        try:
            async with lease(pool) as printer:
                await printer.print(doc)
        except Jam:
            continue
        printed += 1
    return printed
