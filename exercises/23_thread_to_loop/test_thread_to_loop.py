"""The checks of exercise 23, in the order of its tasks. They run on the real clock: threads know no other."""

import asyncio
import math
import random
import threading
import time
from contextlib import contextmanager

import pytest
from thread_to_loop import SensorBridge, ask_from_thread

from grader.checks import same, task
from grader.instruments.evidence import describe, note

PATIENCE = 5.0
"""Seconds after which something that should happen at once will not happen any more."""


NEVER_RETURNED = (
    "The sensor had a reading, and average(1) went on waiting: the reading did not come to where average looks, or "
    "nothing woke the loop."
)


class Sensor:
    """A sensor's thread. What goes wrong in it is kept for the check."""

    def __init__(self, work, *arguments):
        self._work, self._arguments = work, arguments
        self.error = None
        self.result = None
        self.done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            self.result = self._work(*self._arguments)
        except BaseException as error:
            self.error = error
        finally:
            self.done.set()

    def join(self):
        """Wait until the thread has ended; one that is stuck is left behind."""
        self._thread.join(PATIENCE)

    def complaint(self):
        """The error of this thread, as the end of a sentence, and what it may mean."""
        text = in_words(self.error)
        if isinstance(self.error, RuntimeError) and "event loop" in text:
            text += ". No event loop runs in that thread: use only what the loop offers to other threads."
        return text


def in_words(error):
    """An error as Python shows it, or that there is none."""
    if error is None:
        return "no error"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def new_values(count):
    """Unguessable readings, all different. Sums of them are exact."""
    return [number / 8 for number in random.SystemRandom().sample(range(100, 10_000), count)]


def equal(averages, expected):
    """Whether these are the expected averages, up to the last digits: a mean can be computed in several ways."""
    kinds = [type(average) for average in averages]
    return kinds == [float] * len(expected) and all(map(math.isclose, averages, expected))


async def in_time(awaitable, seconds):
    """Whether it was done in time, and its result. What is late is cancelled."""
    try:
        return True, await asyncio.wait_for(awaitable, seconds)
    except TimeoutError:
        return False, None


@task(1, points=2)
@pytest.mark.real_clock
async def test_a_reading_wakes_the_sleeping_loop():
    """Nothing else happens on the loop: a reading wakes it, and average goes on at once."""
    loop = asyncio.get_running_loop()
    delays = []

    for value in new_values(3):
        bridge, asleep, sent = SensorBridge(loop), threading.Event(), []

        def sense(value=value, bridge=bridge, asleep=asleep, sent=sent):
            asleep.wait(1)
            time.sleep(0.05)  # until the loop is asleep again
            sent.append(loop.time())
            bridge.on_reading(value)
            sent.append(loop.time())

        loop.call_later(0.05, asleep.set)
        sensor = Sensor(sense)
        arrived, average = await in_time(bridge.average(1), 1)
        woke = loop.time()
        await asyncio.to_thread(sensor.join)
        assert sensor.error is None, f"on_reading failed in the sensor's thread with {sensor.complaint()}"
        stood_still = not arrived and (len(sent) < 2 or sent[1] - sent[0] > 0.5)
        assert not stood_still, (
            "The sensor stood still in on_reading until average gave up: what does on_reading wait for, and who has it?"
        )
        if arrived:
            assert same(average, value), "average(1) should return the reading that it waited for."
        delays.append(woke - sent[0])
        if sum(delay > 0.25 for delay in delays) > 1:
            break

    # One late reading may be the machine's fault.
    late = sorted(delays)[-2]
    assert note("awake under 0.25 s after the reading", f"{late:.2f} s", late < 0.25), (
        "The reading was there, and the event loop slept on, until one of its timers was due. A thread that leaves "
        "something for the loop must also wake it."
    )


@task(1)
@pytest.mark.real_clock
async def test_the_loop_stays_alive_while_average_waits():
    """While average waits for a reading, everything else on the event loop goes on."""
    loop = asyncio.get_running_loop()
    bridge, alive = SensorBridge(loop), threading.Event()
    (value,) = new_values(1)

    def sense():
        was_alive = alive.wait(1.5)
        bridge.on_reading(value)
        return was_alive

    loop.call_later(0.05, alive.set)
    sensor = Sensor(sense)
    arrived, average = await in_time(bridge.average(1), 2)
    await asyncio.to_thread(sensor.join)

    assert sensor.error is None, f"on_reading failed in the sensor's thread with {sensor.complaint()}"
    assert sensor.result, "The event loop stood still while average waited: it waits for a reading without await."
    assert arrived, NEVER_RETURNED
    assert same(average, value), "average(1) should return the reading that it waited for."


@contextmanager
def counted(loop):
    """Counts what the loop is asked to do: steps, and timers of up to half a second."""
    asked = {"steps": 0, "timers": 0}
    call_soon, call_at = loop.call_soon, loop.call_at

    def soon(*args, **kwargs):
        asked["steps"] += 1
        return call_soon(*args, **kwargs)

    def at(when, *args, **kwargs):
        asked["timers"] += when - loop.time() <= 0.5
        return call_at(when, *args, **kwargs)

    loop.call_soon, loop.call_at = soon, at
    try:
        yield asked
    finally:
        del loop.call_soon, loop.call_at


@task(1)
@pytest.mark.real_clock
async def test_waiting_costs_the_loop_nothing():
    """While no reading comes, average sleeps: it does not look again and again."""
    loop = asyncio.get_running_loop()
    bridge = SensorBridge(loop)
    (value,) = new_values(1)

    def sense():
        time.sleep(0.1)
        before = dict(asked)
        time.sleep(0.4)
        after = dict(asked)
        bridge.on_reading(value)
        return sum(after.values()) - sum(before.values())

    with counted(loop) as asked:
        sensor = Sensor(sense)
        arrived, average = await in_time(bridge.average(1), 2)
        await asyncio.to_thread(sensor.join)

    assert sensor.error is None, f"on_reading failed in the sensor's thread with {sensor.complaint()}"
    assert note("0 steps and timers of the loop in 0.4 s", f"{sensor.result}", sensor.result == 0), (
        "No reading came, and yet the loop had work: average looks again and again. Let it sleep until it is woken."
    )
    assert arrived, NEVER_RETURNED
    assert same(average, value), "average(1) should return the reading that it waited for."


@task(2)
@pytest.mark.real_clock
async def test_readings_are_kept_and_count_once():
    """Readings that came before anybody asked are kept. Each counts once, the oldest first."""
    bridge = SensorBridge(asyncio.get_running_loop())
    values = new_values(6)

    def sense():
        for value in values:
            bridge.on_reading(value)

    sensor = Sensor(sense)
    await asyncio.to_thread(sensor.join)
    averages = []
    for n in (1, 2, 3):
        arrived, average = await in_time(bridge.average(n), 1)
        if not arrived:
            break
        averages.append(average)

    assert sensor.error is None, f"on_reading failed in the sensor's thread with {sensor.complaint()}"
    assert len(averages) == 3, (
        "Six readings had come, and averages of one, two and three of them did not get enough: keep every reading "
        "until an average takes it."
    )
    first, second, third, *rest = values
    expected = [first, (second + third) / 2, sum(rest) / 3]
    assert note(describe(expected), describe(averages), equal(averages, expected)), (
        "The averages are not those of the first reading, the next two and the last three: each reading counts once, "
        "the oldest first."
    )


@contextmanager
def trespasses(loop):
    """What asyncio's debug mode refuses, written down and not refused: an error there leaves tasks that never wake."""
    found, call_soon, own = [], loop.call_soon, threading.get_ident()

    def soon(*args, **kwargs):
        if threading.get_ident() != own:
            found.append(threading.get_ident())
        return call_soon(*args, **kwargs)

    loop.call_soon = soon
    try:
        yield found
    finally:
        del loop.call_soon


@task(2, seconds=30)
@pytest.mark.real_clock
async def test_no_reading_of_four_threads_is_lost():
    """A thousand readings from four threads at once are all there, and no thread did what only the loop's may do."""
    loop = asyncio.get_running_loop()
    bridge = SensorBridge(loop)
    values = new_values(1000)

    def sense(part):
        time.sleep(0.05)
        for value in part:
            bridge.on_reading(value)

    averages = []
    with trespasses(loop) as trespassed:
        sensors = [Sensor(sense, values[place::4]) for place in range(4)]
        for n in (1, 199, 800):
            arrived, average = await in_time(bridge.average(n), PATIENCE)
            if not arrived:
                break
            averages.append(average * n)
        for sensor in sensors:
            await asyncio.to_thread(sensor.join)

    assert not trespassed, (
        "loop.call_soon was called in a sensor's thread, by you or for you (tasks, queues, events and futures of "
        "asyncio call it): only the loop's own thread may do that. In debug mode asyncio raises an error there."
    )
    for sensor in sensors:
        assert sensor.error is None, f"on_reading failed in the sensor's thread with {sensor.complaint()}"
    assert len(averages) == 3, (
        "All thousand readings were sent, and the averages of 1, 199 and 800 did not get enough: some were lost."
    )
    expected, got = sum(values), sum(averages)
    assert note(f"readings that add up to {expected:.3f}", f"{got:.3f}", abs(got - expected) < 0.01), (
        "The averages are not those of the thousand readings: each reading counts once."
    )


@task(2)
@pytest.mark.real_clock
async def test_a_sensor_never_waits_for_the_loop():
    """While the loop is busy with something else, on_reading takes the reading and returns."""
    bridge = SensorBridge(asyncio.get_running_loop())
    (value,) = new_values(1)
    await asyncio.sleep(0)

    sensor = Sensor(bridge.on_reading, value)
    # Held on purpose: nothing moves on the loop until the sensor is done, or 1.5 seconds are over.
    returned = sensor.done.wait(1.5)
    arrived, average = await in_time(bridge.average(1), 1)
    await asyncio.to_thread(sensor.join)

    assert sensor.error is None, f"on_reading failed in the sensor's thread with {sensor.complaint()}"
    assert returned, (
        "The loop was busy, and on_reading did not return: it waits for the loop. Leave the reading, wake the loop "
        "and return."
    )
    assert arrived, NEVER_RETURNED
    assert same(average, value), "The reading came while the loop was busy: average(1) should return it afterwards."


@task(3, points=2)
@pytest.mark.real_clock
async def test_a_thread_gets_the_result_or_the_error():
    """The coroutine runs on the loop that was given. What it returns, or raises, reaches the thread that asked."""
    loop = asyncio.get_running_loop()
    (value,) = new_values(1)
    ran_on = []

    async def humidity():
        await asyncio.sleep(0.02)
        ran_on.append(asyncio.get_running_loop() is loop)
        return value

    async def broken():
        raise OSError("the sensor is unplugged")

    asking, failing = Sensor(ask_from_thread, loop, humidity), Sensor(ask_from_thread, loop, broken)
    # Held on purpose: the threads ask while the loop is busy with a task, this one.
    asking.done.wait(0.1)
    for sensor in (asking, failing):
        await asyncio.to_thread(sensor.join)

    assert all([asking.done.is_set(), failing.done.is_set()]), "The loop was alive, and ask_from_thread did not return."
    assert asking.error is None, (
        f"ask_from_thread was called in a thread that may wait, not in the loop's, and failed with {asking.complaint()}"
    )
    assert same(asking.result, value), "ask_from_thread should return what the coroutine returns."
    assert ran_on == [True], (
        "The coroutine should run once, on the loop that was given: what it uses there belongs to that loop."
    )
    assert note("OSError: the sensor is unplugged", in_words(failing.error), type(failing.error) is OSError), (
        "The coroutine raised an error: ask_from_thread should raise it in the thread that asked."
    )


@task(3)
@pytest.mark.real_clock
async def test_asking_on_the_loops_own_thread_is_refused():
    """In the thread of the loop itself, ask_from_thread raises RuntimeError, and does not wait for ever."""
    called = []

    async def humidity():
        return 61.5

    def coro_fn():
        called.append(humidity())
        return called[-1]

    async def ask_here():
        loop = asyncio.get_running_loop()
        answer = loop.create_future()

        def callback():
            # What it must not do: the thread of the loop would wait for the loop.
            try:
                answer.set_result(ask_from_thread(loop, coro_fn))
            except Exception as error:
                answer.set_exception(error)

        loop.call_soon(callback)
        return await answer

    # A loop of its own, in a thread of its own: it may have to stand still until the end of the process.
    other = Sensor(asyncio.run, ask_here())
    await asyncio.to_thread(other.done.wait, 1.5)

    if other.done.is_set():
        for coroutine in called:
            coroutine.close()
    assert other.done.is_set(), (
        "ask_from_thread was called in the loop's own thread, and waits there for ever: the loop cannot run the "
        "coroutine while its thread waits for the result. Raise RuntimeError."
    )
    assert note("RuntimeError", in_words(other.error), isinstance(other.error, RuntimeError)), (
        "In the loop's own thread ask_from_thread should raise RuntimeError: it cannot wait for the result there."
    )
    assert not called, "ask_from_thread refused, and yet called coro_fn: refuse first."
