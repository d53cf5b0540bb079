"""The rule of the clock, scenario by scenario: never early, exact where it jumps, slow where it must follow."""

from __future__ import annotations

import asyncio
import concurrent.futures
import multiprocessing
import queue
import socket
import subprocess
import sys
import threading
import time
import warnings

import pytest

from grader.instruments.clock import Clock, real_sleep
from grader.instruments.waiting import Deadlock

QUICK = 0.5
"""Seconds of the real clock within which a jump must be done, on a busy machine too."""


def test_a_sleep_takes_its_time_and_no_real_time(lab):
    """One second of sleep is exactly one simulated second, at once."""
    lab.run(lambda: asyncio.sleep(1))
    assert lab.clock.elapsed == 1
    assert lab.wall < QUICK


def test_gathered_sleeps_take_the_longest(lab):
    """Three sleeps side by side take one second, one after another three."""

    async def together():
        await asyncio.gather(*[asyncio.sleep(1) for _ in range(3)])

    async def in_turn():
        for _ in range(3):
            await asyncio.sleep(1)

    lab.run(together)
    assert lab.clock.elapsed == 1
    lab.run(in_turn)
    assert lab.clock.elapsed == 3


def test_ten_tenths_are_exactly_one(lab):
    """Rounding to the nanosecond: no drift from adding floats."""

    async def main():
        for _ in range(10):
            await asyncio.sleep(0.1)

    lab.run(main)
    assert float(lab.clock.elapsed) == 1.0


def test_a_sleep_of_years_jumps(lab):
    """Longer than a selector may wait is no problem."""
    lab.run(lambda: asyncio.sleep(3e8))
    assert lab.clock.elapsed == 3e8
    assert lab.wall < QUICK


def test_time_sleep_is_charged_and_attributed(lab):
    """time.sleep on the loop costs simulated time, serially, and each call is written down with its line."""

    async def block():
        time.sleep(1)

    async def main():
        await asyncio.gather(block(), block(), block())

    lab.run(main)
    assert lab.clock.elapsed == 3
    assert [(block.what, block.seconds) for block in lab.clock.blocks] == [("time.sleep", 1)] * 3
    assert {block.place.function for block in lab.clock.blocks} == {"block"}
    assert lab.wall < QUICK


def test_time_sleep_without_a_loop_costs_simulated_time_too(lab):
    """In plain code nobody is blocked, but time passes."""
    time.sleep(2)
    assert lab.clock.elapsed == 2
    assert lab.clock.blocks == []


def test_the_record_of_blocks_does_not_grow_for_ever(lab):
    """Somebody sleeps in a loop for a task that never gets its turn: the last block stands for all the rest."""

    async def main():
        for _ in range(5000):
            time.sleep(0.1)

    lab.run(main)
    assert len(lab.clock.blocks) == lab.clock.MOST_BLOCKS
    assert sum(block.seconds for block in lab.clock.blocks) == pytest.approx(500)
    assert lab.clock.elapsed == 500


def test_a_sleep_of_nothing_blocks_nobody(lab):
    """time.sleep(0) gives other threads a turn, and takes no time."""

    async def main():
        time.sleep(0)

    lab.run(main)
    assert lab.clock.blocks == []


def test_a_negative_sleep_is_an_error(lab):
    """As with the original."""
    with pytest.raises(ValueError, match="non-negative"):
        time.sleep(-1)


@pytest.mark.parametrize("length", ["nan", "inf"])
def test_a_sleep_without_end_is_an_error(lab, length):
    """As with the original; and the clock stays where it was."""
    with pytest.raises((ValueError, OverflowError)):
        time.sleep(float(length))
    assert lab.clock.now == 0


@pytest.mark.parametrize("reader", ["time", "monotonic", "perf_counter"])
def test_readers_follow(lab, reader):
    """Learners measure with all of them, and the expected figure must come out."""

    async def main():
        began = getattr(time, reader)()
        await asyncio.sleep(1)
        nanoseconds = getattr(time, f"{reader}_ns")
        return getattr(time, reader)() - began, nanoseconds()

    took, _ = lab.run(main)
    assert took == pytest.approx(1, abs=1e-6)


def test_readers_are_the_originals_on_another_thread(lab):
    """A thread lives in real time."""
    read: list[float] = []

    def measure():
        began = time.perf_counter()
        time.sleep(0.05)
        read.append(time.perf_counter() - began)

    thread = threading.Thread(target=measure)
    thread.start()
    thread.join()
    assert 0.05 <= read[0] < 5
    assert lab.clock.elapsed == 0


def test_an_endless_wait_is_a_deadlock_at_once(lab):
    """Nothing can wake it: named with its line, without waiting for a time limit."""

    async def forever():
        await asyncio.Event().wait()

    with pytest.raises(Deadlock) as caught:
        lab.run(forever)
    assert lab.wall < QUICK
    assert "nothing can ever wake them" in str(caught.value)


def test_a_spinning_wait_ends(lab):
    """``while not done: await sleep(0)`` lets the clock creep on, so it ends."""

    async def main():
        task = asyncio.create_task(asyncio.sleep(1))
        while not task.done():
            await asyncio.sleep(0)

    lab.run(main)
    assert 1 <= float(lab.clock.elapsed) < 1.01
    assert lab.wall < 10


def test_a_busy_wait_ends(lab):
    """Reading the clock in a loop lets it creep on."""

    async def main():
        began = time.perf_counter()
        while time.perf_counter() - began < 1:
            pass
        return time.perf_counter() - began

    assert 1 <= lab.run(main) < 1.01
    # The machine's clock began at a large number, whose last digits are not those of the elapsed time.
    assert float(lab.clock.elapsed) == pytest.approx(1, abs=0.01)


def test_a_worker_thread_is_waited_for_in_real_time(lab):
    """to_thread under a timeout: the timeout does not fire early, and the clock follows."""

    async def main():
        async with asyncio.timeout(5):
            await asyncio.to_thread(time.sleep, 0.5)

    lab.run(main)
    # What passes before the loop begins to wait does not count: on a busy machine that can be a while.
    assert 0.25 < float(lab.clock.elapsed) < 5
    assert lab.clock.followed > 0


def test_closing_after_a_worker_thread_is_silent(lab):
    """The executor's shutdown is waited for: no warning about threads that did not join."""

    async def main():
        await asyncio.to_thread(time.sleep, 0.01)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab.run(main)


def test_a_future_of_a_pool_is_waited_for(lab):
    """executor.submit and wrap_future: the loop cannot see the job, only the thread."""

    async def main():
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            async with asyncio.timeout(5):
                return await asyncio.wrap_future(pool.submit(lambda: (real_sleep(0.1), "done")[1]))

    assert lab.run(main) == "done"


def test_a_raw_thread_is_waited_for(lab):
    """call_soon_threadsafe from a thread of the learner's own."""

    async def main():
        loop, came = asyncio.get_running_loop(), asyncio.Event()

        def report():
            real_sleep(0.1)
            loop.call_soon_threadsafe(came.set)

        threading.Thread(target=report).start()
        async with asyncio.timeout(5):
            await came.wait()

    lab.run(main)
    assert float(lab.clock.elapsed) < 5


def test_a_thread_started_before_the_loop_is_waited_for(lab):
    """It was not there when the check began, so it may wake the loop."""
    ready, posted = threading.Event(), []

    def report():
        ready.wait(5)
        real_sleep(0.1)
        loop, came = posted[0]
        loop.call_soon_threadsafe(came.set)

    thread = threading.Thread(target=report)
    thread.start()

    async def main():
        posted.append((asyncio.get_running_loop(), asyncio.Event()))
        ready.set()
        async with asyncio.timeout(5):
            await posted[0][1].wait()

    lab.run(main)
    thread.join()


def _slowly(number):
    real_sleep(0.1)
    return number * number


def test_a_process_pool_is_waited_for(lab):
    """Another process works; its clock is real."""

    async def main():
        context = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
            async with asyncio.timeout(30):
                return await asyncio.get_running_loop().run_in_executor(pool, _slowly, 7)

    assert lab.run(main) == 49


def test_a_forked_child_lives_in_real_time(lab):
    """Its time.sleep really sleeps."""
    read, write = multiprocessing.Pipe()

    def child():
        began = time.perf_counter()
        time.sleep(0.1)
        write.send(time.perf_counter() - began)

    process = multiprocessing.get_context("fork").Process(target=child)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that there are threads is known, and fine here
        process.start()
    process.join()
    assert read.recv() >= 0.1


def test_a_child_process_is_waited_for(lab):
    """wait() under a timeout."""

    async def main():
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(0.1)")
        async with asyncio.timeout(30):
            return await process.wait()

    assert lab.run(main) == 0


def test_the_pipe_of_a_child_process_is_waited_for(lab):
    """communicate() under a timeout."""

    async def main():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "import time; time.sleep(0.1); print('hi')", stdout=subprocess.PIPE
        )
        async with asyncio.timeout(30):
            return (await process.communicate())[0].strip()

    assert lab.run(main) == b"hi"


def test_loopback_streams_wait_in_real_time(lab):
    """Sockets hold the clock to real time: a pause of the peer is neither jumped nor lost."""

    async def main():
        async def serve(reader, writer):
            await asyncio.sleep(0.2)
            writer.write(await reader.readline())
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, asyncio.timeout(5):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return line

    assert lab.run(main) == b"hello\n"
    assert 0.2 <= float(lab.clock.elapsed) < 5


def test_a_slow_peer_in_a_thread_is_waited_for(lab):
    """A socket whose other end a thread holds."""

    async def main():
        here, there = socket.socketpair()
        with here, there:

            def answer():
                real_sleep(0.1)
                there.send(b"x")

            threading.Thread(target=answer).start()
            here.setblocking(False)
            async with asyncio.timeout(5):
                return await asyncio.get_running_loop().sock_recv(here, 1)

    assert lab.run(main) == b"x"


def test_waits_of_the_standard_library_keep_real_time(lab):
    """queue, threading and concurrent.futures compare clocks around a real wait: they must read the real one."""
    began = time.perf_counter()
    with pytest.raises(queue.Empty):
        queue.Queue().get(timeout=0.05)
    assert not threading.Event().wait(0.05)
    with concurrent.futures.ThreadPoolExecutor(1) as pool, pytest.raises(TimeoutError):
        list(concurrent.futures.as_completed([pool.submit(real_sleep, 0.2)], timeout=0.05))
    assert time.perf_counter() - began == 0


def test_asyncio_run_in_plain_code_is_simulated(lab):
    """Also several times in a row, and from a Runner."""
    asyncio.run(asyncio.sleep(2))
    with asyncio.Runner() as runner:
        runner.run(asyncio.sleep(3))
    assert lab.clock.elapsed == 5


def test_a_loop_of_the_learners_own_lives_in_real_time(lab):
    """A real loop under a clock that stands still would hang: it gets the original clocks, and ours follows."""

    async def main():
        began = time.perf_counter()
        asyncio.get_running_loop().call_later(0.05, lambda: None)
        await asyncio.sleep(0.1)
        return time.perf_counter() - began

    asyncio.run(asyncio.sleep(100))
    lab.clock.start()
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        took = runner.run(main())
    assert 0.1 <= took < 5
    assert 0.1 <= float(lab.clock.elapsed) < 5
    assert lab.clock.followed > 0


def test_a_timer_set_before_a_real_loop_runs_is_not_late(lab):
    """Its deadline is in the real loop's own time, however far the simulated clock has gone."""
    asyncio.run(asyncio.sleep(1000))
    loop, came = asyncio.SelectorEventLoop(), []
    loop.call_later(0.05, lambda: (came.append(True), loop.stop()))
    loop.run_forever()
    loop.close()
    assert came == [True]


def test_a_loop_in_another_thread_is_real(lab):
    """asyncio.run in a thread that the check started."""
    took: list[float] = []

    def work():
        began = time.perf_counter()
        asyncio.run(asyncio.sleep(0.1))
        took.append(time.perf_counter() - began)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert took[0] >= 0.09


def test_everything_is_as_before_when_no_clock_is_in_force():
    """Outside a check the time module passes through, and asyncio makes its own loops."""
    began = time.perf_counter()
    time.sleep(0.01)
    assert 0.01 <= time.perf_counter() - began < 5
    assert asyncio.run(_kind_of_loop()) not in ("SimulatedLoop", "RealLoop")


async def _kind_of_loop():
    return type(asyncio.get_running_loop()).__name__


def test_the_clock_never_goes_back():
    """Jumping to a time that has passed leaves the clock alone."""
    clock = Clock()
    clock.advance(5)
    clock.jump(3)
    assert clock.now == 5


def test_patched_functions_can_be_pickled():
    """A process pool is often given time.sleep itself."""
    import pickle

    from grader.instruments.clock import install

    install()
    assert pickle.loads(pickle.dumps(time.sleep)) is time.sleep
