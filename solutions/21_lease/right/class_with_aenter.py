"""A class with __aenter__ and __aexit__."""

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
            async with asyncio.timeout(self.patience):
                self.printer = await self.pool.take()
        except TimeoutError:
            raise NoPrinter from None
        try:
            await self.printer.wake()
        except BaseException:
            self.back()
            raise
        return self.printer

    async def __aexit__(self, *_):
        self.back()

    def back(self):
        if self.printer.broken:
            self.pool.replace(self.printer)
        else:
            self.pool.give(self.printer)


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
