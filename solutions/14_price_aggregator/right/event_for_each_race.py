"""A class with an event for each race. The losers are collected, and waited for once at the end."""

import asyncio

from price_report import Report


class Race:
    def __init__(self, symbol, mirrors, arrived):
        self.symbol, self.arrived = symbol, arrived
        self.price, self.errors, self.over = None, [None] * len(mirrors), asyncio.Event()
        self.calls = [asyncio.create_task(self.ask(n, mirror)) for n, mirror in enumerate(mirrors)]

    async def ask(self, number, mirror):
        try:
            price = await mirror(self.symbol)
        except Exception as error:
            self.errors[number] = error
            if all(self.errors):
                self.over.set()
        else:
            if not self.over.is_set():
                self.price = price
                self.over.set()
                self.arrived(self.symbol, price)
                self.cancel()

    def cancel(self):
        for call in self.calls:
            if call is not asyncio.current_task():
                call.cancel()


async def aggregate(symbols, mirrors, *, deadline, on_progress=None):
    races = [Race(symbol, mirrors, on_progress or (lambda symbol, price: None)) for symbol in symbols]
    try:
        async with asyncio.timeout(deadline):
            for race in races:
                await race.over.wait()
    except TimeoutError:
        pass
    finally:
        for race in races:
            race.cancel()
        await asyncio.gather(*[call for race in races for call in race.calls], return_exceptions=True)
    return Report(
        {race.symbol: race.price for race in races if race.price is not None},
        {race.symbol: race.errors for race in races if race.price is None and race.over.is_set()},
        [race.symbol for race in races if not race.over.is_set()],
    )
