"""The checks of exercise 21, in the order of its tasks."""

import asyncio
from collections import deque
from contextlib import suppress

from lease import Jam, NoPrinter, lease, print_all

from grader.checks import Seconds, cancel_at_each_await, same, task


class Printer:
    """One printer of a pool."""

    def __init__(self, pool, name):
        self.name, self.broken, self.awake, self._pool = name, False, False, pool

    def __repr__(self):
        return self.name

    async def wake(self):
        """Make it ready to print."""
        self.broken = isinstance(self._pool.wake_error, Jam)
        await self._pool.step("wake", self._pool.wake_seconds, self._pool.wake_error)
        self.awake = True

    async def print(self, doc):
        """Print one document: a longer one takes longer."""
        if not self.awake:
            raise RuntimeError("this printer sleeps: somebody has to wake it, and to wait until it is awake")
        await self._pool.step("print", len(doc) / 50)
        if "jam" in doc:
            self.broken = True
            raise Jam(doc)
        self._pool.printed.append(doc)


class Pool:
    """A pool of printers, and what became of them. Who waits first is served first."""

    def __init__(self, probe, *names, wake=0.05, wake_error=None):
        self.log, self.printed, self.out = [], [], []
        self.wake_seconds, self.wake_error = wake, wake_error
        self.take = probe.wrap(self._take, "take")
        self._probe, self._waiting = probe, deque()
        self._free = deque(Printer(self, name) for name in names)

    async def step(self, name, seconds, error=None):
        """Something that takes a while, and fails where that was arranged."""
        await self._probe(name, seconds=seconds, raises=error)()

    async def _take(self):
        await asyncio.sleep(0.02)
        if self._free:
            printer = self._free.popleft()
        else:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            try:
                printer = await waiter
            except asyncio.CancelledError:
                if waiter.done() and not waiter.cancelled():
                    self._serve(waiter.result())
                raise
        self.log.append(f"take {printer.name}")
        self.out.append(printer)
        return printer

    def give(self, printer):
        """A printer comes back."""
        self._back("give", printer)
        printer.awake = False
        self._serve(printer)

    def replace(self, printer):
        """A broken printer comes back, and a new one takes its place."""
        self._back("replace", printer)
        self._serve(Printer(self, f"new {printer.name}"))

    def _back(self, how, printer):
        self.log.append(f"{how} {printer.name}")
        if printer in self.out:
            self.out.remove(printer)

    def _serve(self, printer):
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(printer)
                return
        self._free.append(printer)

    def hold(self, seconds):
        """Somebody else has the only printer, and brings it back after so many seconds."""
        printer = self._free.popleft()
        asyncio.get_running_loop().call_later(seconds, self._serve, printer)


def expected():
    """What may come out of a lease. Anything else is a mistake of its own, and says so itself."""
    # Not a constant: the worker binds the answer's names anew for each answer.
    return Jam, NoPrinter, TimeoutError, ConnectionError


def name_of(error):
    """The name of an error's type, or 'no error'."""
    return "no error" if error is None else type(error).__name__


async def visit(pool, doc="a letter", **options):
    """Borrow a printer and print one document; returns the error that came out, if any."""
    try:
        async with lease(pool, **options) as printer:
            await printer.print(doc)
    except expected() as error:
        return error
    return None


@task(1, points=2)
async def test_each_lease_has_a_printer_of_its_own(probe):
    """Two leases at once hold two printers, both awake; each goes back, once, when its own block ends."""
    pool = Pool(probe, "red", "blue")

    async with lease(pool) as first:
        async with lease(pool) as second:
            await asyncio.gather(first.print("a letter"), second.print("a poster"))
        in_between = list(pool.log)

    assert same(in_between, ["take red", "take blue", "give blue"]), (
        "When the inner block has ended, its printer should be back, and the other one should not."
    )
    assert same(pool.log, ["take red", "take blue", "give blue", "give red"]), (
        "When both blocks have ended, both printers should be back, each of them once."
    )


@task(1)
async def test_an_error_gives_the_printer_back(probe):
    """An error of the block, or of waking up, reaches the caller as it is, and the printer is back."""
    for error in (ConnectionError("no such page"), TimeoutError("the editor is slow")):
        pool, told = Pool(probe, "red"), None

        try:
            async with lease(pool):
                raise error
        except (*expected(), ExceptionGroup) as raised:
            told = raised

        assert same(pool.log, ["take red", "give red"]), (
            "The block raised. The printer is not broken: give it back, once. At the yield the error comes in, and "
            "what follows does not run, unless it stands in finally."
        )
        assert same(told, error), "The block raised, and the caller should get that very error."

    pool = Pool(probe, "red", wake_error=ConnectionError("no power"))

    told = await visit(pool)

    assert same(pool.log, ["take red", "give red"]), "wake raised. The printer is not broken: give it back, once."
    assert same(told, pool.wake_error), "wake raised, and the caller should get that very error."


@task(1)
async def test_a_broken_printer_is_replaced(probe):
    """A printer that is broken in the end is replaced: by an error of the block, without one, or while waking up."""
    pool = Pool(probe, "red")
    told = await visit(pool, "jam")

    assert same(name_of(told), "Jam"), "The block raised a Jam, and the caller should get it."
    assert same(pool.log, ["take red", "replace red"]), "The block raised a Jam: replace the broken printer, once."

    pool = Pool(probe, "red")
    async with lease(pool) as printer:
        with suppress(Jam):
            await printer.print("jam")

    assert same(pool.log, ["take red", "replace red"]), (
        "The block dealt with the Jam itself, and the printer is broken all the same: replace it, once. Ask the "
        "printer, not the error."
    )

    pool = Pool(probe, "red", wake_error=Jam("paper from yesterday"))
    await visit(pool)

    assert same(pool.log, ["take red", "replace red"]), "The printer broke while it woke up: replace it, once."


@task(2, points=2)
async def test_nobody_waits_longer_than_the_patience(probe, clock):
    """A printer that becomes free in time is lent; when patience is over, NoPrinter comes, and no printer is lost."""
    for seconds, expected in ((1.5, ["NoPrinter"]), (0.5, ["no error"]), (1.0, ["NoPrinter", "no error"])):
        pool, began = Pool(probe, "red"), clock.elapsed
        pool.hold(seconds)

        told = await visit(pool)
        waited = Seconds(clock.elapsed - began, clock.TOLERANCE)

        assert name_of(told) in expected, (
            f"A printer became free after {seconds} s, with a patience of 1 s, and what came out is: {name_of(told)}."
        )
        assert told is None or waited == 1, "NoPrinter should come when the patience is over, no earlier and no later."
        await asyncio.sleep(1)
        assert same(pool.out, []), (
            "Nobody has a lease any more, and a printer is out. Was it taken for somebody who had stopped waiting?"
        )


@task(2)
async def test_patience_is_for_the_waiting(probe):
    """Only the wait for a free printer is limited: waking it and the block may take longer than the patience."""
    pool = Pool(probe, "red", wake=0.4)

    told = await visit(pool, "a letter of many pages", patience=0.2)

    assert same(told, None), (
        "The printer was free at once, and then the time limit hit its waking or the block. Those may take as long as "
        "they take."
    )
    assert same(pool.log, ["take red", "give red"]), "In the end the printer should be back, once."


@task(3, points=2)
async def test_a_cancelled_lease_keeps_no_printer(probe):
    """Cancelled while it waits, wakes or prints, a lease keeps no printer, and the cancellation goes on."""
    for held in (0.0, 0.3):
        pools = []

        def start(held=held, pools=pools):
            pools.append(Pool(probe, "red"))
            if held:
                pools[-1].hold(held)
            return visit(pools[-1], patience=5)

        async for run in cancel_at_each_await(start):
            last = probe.calls[-1]
            when = f"Cancelled {'during' if last.outcome == 'cancelled' else 'after'} {last.name}"
            await asyncio.sleep(0.4)
            assert same(pools[-1].out, []), f"{when}: nobody gave the printer back."
            assert run.passed_on, f"{when}: the cancellation should come out, and it did not."
            assert same(list(run.left), []), f"{when}: a task went on."


@task(4)
async def test_print_all_prints_one_after_the_other(probe):
    """All documents are printed in their order; one that jams is left out; another error ends it and comes out."""
    pool, docs = Pool(probe, "red", "blue"), ["a long report", "jam", "a note", "a letter"]

    printed = await print_all(pool, docs)

    assert same(pool.printed, ["a long report", "a note", "a letter"]), (
        "The documents should be printed in their order, each once, without the one on which the printer jams."
    )
    assert probe.called("print") == 4, "Try each document once, also the one that jams."
    assert same(printed, 3), "The result should be the number of documents that were printed."
    assert same(pool.out, []), "Everything is printed, and a printer is still out."

    pool, told = Pool(probe, "red"), None
    pool.hold(1.5)
    try:
        await print_all(pool, docs)
    except expected() as raised:
        told = raised

    assert same(name_of(told), "NoPrinter"), "No printer became free in time, and the caller should get NoPrinter."


@task(4)
async def test_others_get_a_turn(probe):
    """Each document has a lease of its own: between two documents somebody else may print."""
    pool = Pool(probe, "red")

    async def somebody_else():
        await asyncio.sleep(0.1)
        printer = await pool.take()
        await printer.wake()
        await printer.print("another letter")
        pool.give(printer)

    async with asyncio.TaskGroup() as group:
        group.create_task(somebody_else())
        group.create_task(print_all(pool, ["my first letter", "my second letter"]))

    assert same(pool.printed, ["my first letter", "another letter", "my second letter"]), (
        "Somebody else came while the first document was being printed, and should have been next."
    )
