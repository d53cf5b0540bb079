"""The checks of exercise 22, in the order of its tasks. They run on the real clock: processes know no other."""

import asyncio
import multiprocessing
import os
import tempfile
import threading
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import wraps

import pytest
from cpu_bound import count_all
from prime_counter import PrimeCounter, UpsideDown

from grader.checks import as_list, same, task
from grader.instruments.evidence import note

# Python 3.12 and later warn of every fork beside a thread, and the checks have one that watches the time.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")

STARTS_PROCESSES = True
"""Read by the sandbox: a run of this exercise gets an interpreter for its child processes."""

RANGES = [(0, 2000), (9000, 9600), (2000, 3000), (5000, 5200)]
COUNTS = [303, 67, 127, 23]
IN_ORDER = "The result should be a list of the counts, in the order of the ranges."


@contextmanager
def prime_counter(stay="", **more):
    """A worker that leaves notes. What the answer forgot to end is ended here: only two checks look at that."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, pools_kept():
        try:
            yield PrimeCounter(folder, stay, **more)
        finally:
            for child in multiprocessing.active_children():
                child.terminate()
                child.join(5)
            for thread in threading.enumerate():
                if type(thread).__name__ == "_ExecutorManagerThread":
                    thread.join(5)


@contextmanager
def pools_kept():
    """Keeps all pools until we have looked at their processes, and says so if one is used again in a later check.

    A pool that is told to end, without waiting, and then thrown away waits all the same, if its thread is busy with
    ending the processes at that moment: its weak reference needs a lock that the thread holds. So chance would decide.
    """

    def refuse(*args, **kwargs):
        raise RuntimeError("this pool was made in an earlier call of count_all, which should have closed it")

    pools, make = [], ProcessPoolExecutor.__init__

    @wraps(make)
    def make_and_keep(pool, *args, **kwargs):
        pools.append(pool)
        make(pool, *args, **kwargs)

    ProcessPoolExecutor.__init__ = make_and_keep
    try:
        yield
    finally:
        ProcessPoolExecutor.__init__ = make
        for pool in pools:
            pool.submit = refuse


@asynccontextmanager
async def website(worker):
    """The rest of the website: while it gets turns on the event loop, the calls of the worker are answered."""

    async def serve():
        while True:
            worker.answer_calls()
            await asyncio.sleep(0.01)

    serving = asyncio.create_task(serve())
    try:
        yield
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


def processors():
    """How many workers a pool has by itself on this machine."""
    return getattr(os, "process_cpu_count", os.cpu_count)() or 1


@task(1, points=2, seconds=30)
@pytest.mark.real_clock
async def test_two_processes_count_at_once():
    """Two ranges are being counted at the same time, by two processes."""
    with prime_counter("company", patience=6) as worker:
        counts = await count_all(worker, RANGES)
        calls, had_company = worker.calls, worker.had_company

    assert same(as_list(counts), COUNTS), IN_ORDER
    assert calls, "worker was never called: let it do the counting."
    assert any([had_company, {call.process for call in calls} != {os.getpid()}]), (
        "Everything was counted in the process of the event loop. There, threads and tasks only take turns: "
        "give the ranges to other processes."
    )
    # On a machine with one processor, a pool with one process is what Python makes unless told otherwise.
    assert note("2 processes busy at once", "1", any([had_company, processors() == 1])), (
        "Never were two processes busy at the same time: start all the counts before you await the first, "
        "with at least two processes."
    )


@task(2, points=2, seconds=30)
@pytest.mark.real_clock
async def test_the_loop_stays_alive_during_every_count():
    """While a range is being counted, whichever it is, the rest of the website gets its turns on the event loop."""
    with prime_counter("turn") as worker:
        async with website(worker):
            counts = await count_all(worker, RANGES)
        calls = worker.calls
        unserved = sorted(call.range for call in calls if not worker.had_turn(call))

    here = [call for call in calls if (call.process, call.thread) == (os.getpid(), threading.get_ident())]
    assert same(as_list(counts), COUNTS), IN_ORDER
    assert not here, "worker was called on the event loop's own thread: until it returns, nothing else can run."
    assert note("a turn of the loop during each count", f"none during the count of {unserved}", not unserved), (
        "worker was called elsewhere, and yet the event loop stood still: your code waits for it without await."
    )


@task(3, seconds=30)
@pytest.mark.real_clock
async def test_counts_keep_the_order_of_the_ranges():
    """The counts come back in the order of the ranges, also when the first range is counted last."""
    with prime_counter("others", others=3, patience=2) as worker:
        counts = await count_all(worker, RANGES)

    assert same(as_list(counts), COUNTS), (
        "The result should be the counts in the order of the ranges, not in the order in which they are ready."
    )


@task(3, seconds=30)
@pytest.mark.real_clock
async def test_each_range_is_counted_once():
    """Every range is counted by worker, exactly once, and every count is waited for."""
    with prime_counter() as worker:
        await count_all(worker, RANGES)
        counted = worker.ranges

    times = ", ".join(f"{counted[asked]}" for asked in RANGES)
    assert note("1, 1, 1, 1 complete counts of the four ranges", times, counted == dict.fromkeys(RANGES, 1)), (
        "Let worker count each range once, and wait until it is done."
    )


@task(3)
@pytest.mark.real_clock
async def test_no_ranges_give_an_empty_list():
    """No ranges are no special case: the result is an empty list."""
    with prime_counter() as worker:
        counts = await count_all(worker, [])

    assert same(as_list(counts), []), "Without ranges the result should be an empty list."


@task(4)
@pytest.mark.real_clock
async def test_a_lent_pool_does_the_work_and_stays_open():
    """A pool that is handed in makes all the calls of worker, and can be used afterwards."""
    with prime_counter() as worker, ThreadPoolExecutor(2, thread_name_prefix="lent") as lent:
        counts = await count_all(worker, RANGES, lent)
        elsewhere = [call for call in worker.calls if not call.thread_name.startswith("lent")]
        try:
            lent.submit(worker, *RANGES[0]).result()
            still_open = True
        except RuntimeError:
            still_open = False

    assert same(as_list(counts), COUNTS), IN_ORDER
    assert not elsewhere, "Not all ranges were counted by the pool that was handed in: somebody chose it on purpose."
    assert still_open, "The pool that was handed in was shut down: it is only lent, so leave it open."


@task(4, seconds=30)
@pytest.mark.real_clock
async def test_a_lent_pool_is_used_as_well_as_an_own_one():
    """With a lent pool, too, two ranges are counted at the same time, and the event loop goes on."""
    with prime_counter("turn others", others=1, patience=2) as worker, ThreadPoolExecutor(2) as lent:
        async with website(worker):
            counts = await count_all(worker, RANGES, lent)
        calls, alone = worker.calls, worker.gave_up
        unserved = sorted(call.range for call in calls if not worker.had_turn(call))

    assert same(as_list(counts), COUNTS), IN_ORDER
    assert note("a turn of the loop during each count", f"none during the count of {unserved}", not unserved), (
        "A pool was handed in, and then the event loop stood still: your code waits for that pool without await, or "
        "counts by itself."
    )
    assert note("2 ranges counted at the same time", "1", not alone), (
        "A pool was handed in, and its other workers had nothing to do while the first range was being counted: start "
        "all the counts before you await the first."
    )


@task(4, seconds=30)
@pytest.mark.real_clock
async def test_no_child_process_is_left():
    """When the counts are there, no child process of count_all is alive any more."""
    with prime_counter(farewell=0.6) as worker:
        counts = await count_all(worker, RANGES)
        left = multiprocessing.active_children()

    assert same(as_list(counts), COUNTS), IN_ORDER
    assert not left, (
        "Child processes were still alive when count_all returned: close a pool of your own, and wait until its "
        "processes have ended."
    )


@task(4, seconds=30)
@pytest.mark.real_clock
async def test_an_error_reaches_the_caller_and_leaves_no_child():
    """What worker raises reaches the caller of count_all, and then, too, no child process is left."""
    raised = None
    # The first range is still being counted when the second one fails.
    with prime_counter("others", others=1, patience=2, farewell=0.6) as worker:
        try:
            await count_all(worker, [RANGES[0], (90, 10), RANGES[2]])
        except Exception as error:
            raised = error
        left = multiprocessing.active_children()
        most = max(Counter(call.range for call in worker.calls).values(), default=0)

    while isinstance(raised, ExceptionGroup):
        raised = raised.exceptions[0]
    expected = UpsideDown("the range from 90 to 10 ends before it begins")
    got = "no error" if raised is None else f"{type(raised).__name__}: {raised}"
    reached = type(raised) is UpsideDown and raised.args == expected.args
    assert note(f"UpsideDown: {expected}", got, reached), (
        "worker raised an error for one of the ranges: that error should reach the caller of count_all."
    )
    assert not left, (
        "The error reached the caller, but child processes were still alive: end your processes also when worker fails."
    )
    assert note("no range counted twice", f"one was counted {most} times", most < 2), (
        "worker failed for one of the ranges, and then your code had a range counted again: each range counts once."
    )
