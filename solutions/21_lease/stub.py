"""A copy shop with a few printers: who wants to print borrows one, and gives it back.

The pool and its printers are given. A printer sleeps until it is woken, and a printer that jams is broken from then on.

Check it: pytest exercises/21
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


class Jam(Exception):
    """The paper is stuck. The printer that raises it has ``printer.broken == True``."""


class NoPrinter(Exception):
    """No printer became free in time."""


@asynccontextmanager
async def lease(pool: Any, *, patience: float = 1.0) -> AsyncIterator[Any]:
    """Borrow a printer for a block: ``async with lease(pool) as printer``. It is awake when the block begins.

    ``printer = await pool.take()`` waits for a free printer and takes it; cancelled, it takes none.
    ``await printer.wake()`` takes a moment and may raise. Then the printer goes back, once, however the block or the
    waking ends: a broken one by ``pool.replace(printer)``, any other by ``pool.give(printer)``. Errors reach the
    caller as they are.

    patience: how many seconds to wait for a free printer. Then NoPrinter is raised. If one becomes free at that very
        moment, both are right. Waking it and the block may take longer than that.
    """
    raise NotImplementedError


async def print_all(pool: Any, docs: list[str]) -> int:
    """Print the documents one after the other, each on a lease of its own; return how many were printed.

    ``await printer.print(doc)`` prints one. A document on which a printer jams is left out. Any other error, NoPrinter
    too, ends the printing and reaches the caller.
    """
    raise NotImplementedError
