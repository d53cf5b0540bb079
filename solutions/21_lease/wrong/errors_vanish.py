"""Returns True from __aexit__, and so swallows every error of the block.

caught by: test_an_error_gives_the_printer_back
says: the caller should get that very error
"""

import asyncio


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


class lease:
    def __init__(self, pool, *, patience=1.0):
        self.pool, self.patience = pool, patience

    async def __aenter__(self):
        try:
            self.printer = await asyncio.wait_for(self.pool.take(), self.patience)
        except TimeoutError:
            raise NoPrinter from None
        try:
            await self.printer.wake()
        except BaseException:
            await self.__aexit__()
            raise
        return self.printer

    async def __aexit__(self, *_):
        if self.printer.broken:
            self.pool.replace(self.printer)
        else:
            self.pool.give(self.printer)
        return True


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
