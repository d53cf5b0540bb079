"""Keeps the printer in the class, where all leases share it.

caught by: test_each_lease_has_a_printer_of_its_own
says: each of them once
"""

import asyncio


class Jam(Exception):
    pass


class NoPrinter(Exception):
    pass


class lease:
    printer = None

    def __init__(self, pool, *, patience=1.0):
        self.pool, self.patience = pool, patience

    async def __aenter__(self):
        try:
            lease.printer = await asyncio.wait_for(self.pool.take(), self.patience)
        except TimeoutError:
            raise NoPrinter from None
        try:
            await lease.printer.wake()
        except BaseException:
            await self.__aexit__()
            raise
        return lease.printer

    async def __aexit__(self, *_):
        if lease.printer.broken:
            self.pool.replace(lease.printer)
        else:
            self.pool.give(lease.printer)


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
