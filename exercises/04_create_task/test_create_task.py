"""The checks of exercise 04, in the order of its tasks."""

import asyncio

from create_task import breakfast

from grader.checks import as_list, same, task


class Kettle:
    """A kettle whose boiling is a probe."""

    def __init__(self, probe):
        self._probe = probe

    async def boil(self, log):
        """The tea, when the water has boiled."""
        log.append("kettle on")
        tea = await self._probe()
        log.append("kettle done")
        return tea


class Toaster:
    """A toaster whose toasting is a probe."""

    def __init__(self, probe):
        self._probe = probe

    async def toast(self, log):
        """The toast, when it is brown."""
        log.append("toast in")
        toast = await self._probe()
        log.append("toast out")
        return toast


@task(1)
async def test_tea_and_toast_take_three_seconds(probe, clock):
    """Three seconds of tea and two of toast are ready after three seconds, not after five."""
    kettle, toaster = Kettle(probe("kettle", seconds=3)), Toaster(probe("toaster", seconds=2))

    meal = await breakfast(kettle, toaster, [])

    assert same(as_list(meal), probe.tokens("kettle", "toaster")), "The result should be first the tea, then the toast."
    together, in_time = probe.max_in_flight >= 2, clock.elapsed < 3.3
    assert together, f"{probe.pace}: both should be at work before you wait for the end of either."
    assert in_time, "Start both at the beginning, and wait for nothing but the two of them."


@task(1)
async def test_the_slower_one_sets_the_time(probe, clock):
    """With a fast kettle and a slow toaster it is the toaster that is waited for."""
    kettle, toaster = Kettle(probe("kettle", seconds=1)), Toaster(probe("toaster", seconds=4))

    await breakfast(kettle, toaster, [])

    together, in_time = probe.max_in_flight >= 2, clock.elapsed < 4.3
    assert together, f"{probe.pace}: both should be at work before you wait for the end of either."
    assert in_time, "The longer of the two should be the whole wait, whichever that is."


@task(1)
async def test_the_loop_stays_free(probe, clock):
    """While tea and toast are made, the event loop is free for everybody else."""
    kettle, toaster = Kettle(probe("kettle", seconds=3)), Toaster(probe("toaster", seconds=2))

    await breakfast(kettle, toaster, [])
    # What held the loop is known when it gets its next turn.
    await asyncio.sleep(0)

    held = [f"{block.seconds:.2f} s: {block.what} ({block.place or 'line unknown'})" for block in clock.blocks]
    assert not held, (
        f"The whole loop stood still for {held[0]}. Nobody can work meanwhile, kettle and toaster included."
    )
    assert probe.each_called_once(), "Use the kettle once and the toaster once, and wait until both are done."


@task(2)
async def test_tea_comes_before_toast(probe):
    """The result is the tea and then the toast, whichever is done first, and each is made once."""
    kettle, toaster = Kettle(probe("kettle", seconds=3)), Toaster(probe("toaster", seconds=2))

    meal = await breakfast(kettle, toaster, [])

    assert probe.each_called_once(), "Use the kettle once and the toaster once, and wait until both are done."
    assert same(as_list(meal), probe.tokens("kettle", "toaster")), "The result should be first the tea, then the toast."


@task(3)
async def test_the_kettle_is_on_before_the_toast_is_in(probe):
    """The log tells: kettle on, toast in, toast out, kettle done."""
    log = []
    kettle, toaster = Kettle(probe("kettle", seconds=3)), Toaster(probe("toaster", seconds=2))

    await breakfast(kettle, toaster, log)

    assert same(probe.order[:1], ["kettle starts"]), (
        "The kettle should be on before the toast is in. A new task does not run at once: "
        "it gets its first turn at your next await that really has to wait."
    )
    assert same(log, ["kettle on", "toast in", "toast out", "kettle done"]), (
        "The toast should be in and out while the kettle is on, and both should write into the log of breakfast."
    )
