"""The checks of exercise 06, in the order of its tasks."""

import ast
import asyncio
import inspect
from contextlib import contextmanager

from tiny_event_loop import pause, run_all

from grader.checks import as_list, new_token, same, task


class BurstPipe(Exception):
    """What goes wrong in a greenhouse."""


@contextmanager
def put_away(*jobs):
    """The jobs for run_all. What it leaves open is closed here: only one check looks at that."""
    try:
        yield list(jobs)
    finally:
        for job in jobs:
            job.close()


async def work(name, steps, log, result=None):
    """A job of so many steps, which writes down each of them and its end."""
    for step in range(1, steps + 1):
        log.append(f"{name} {step}")
        await pause()
    log.append(f"{name} ends")
    return result


@task(1, points=2)
def test_jobs_take_turns():
    """Two jobs of two steps each take turns: first, second, first, second."""
    assert not inspect.iscoroutinefunction(run_all), (
        "run_all should be a plain def: it is the loop, so nobody is there to await it."
    )
    log = []

    with put_away(work("heater", 2, log), work("pump", 2, log)) as jobs:
        run_all(jobs)

    assert same(log, ["heater 1", "pump 1", "heater 2", "pump 2", "heater ends", "pump ends"]), (
        "The jobs did not take turns in the order of the list: give each job one step, then go to the next one."
    )


@task(1)
def test_jobs_of_any_length_come_to_their_end():
    """Short jobs end and long ones go on, in turns all the time."""
    log = []

    with put_away(work("heater", 1, log), work("fan", 0, log), work("pump", 250, log), work("lamp", 2, log)) as jobs:
        run_all(jobs)

    # After these, only the pump is left.
    turns = ["heater 1", "fan ends", "pump 1", "lamp 1", "heater ends", "pump 2", "lamp 2", "pump 3", "lamp ends"]
    assert same(log[: len(turns)], turns), (
        "In every round each unfinished job takes one step, in the order of the list: "
        "a job that ends must not cost the next one its turn."
    )
    assert same(log[-1], "pump ends"), "The pump never came to its end: go round until no job is left, however long."


@task(1)
def test_the_loop_is_your_own(answer_file):
    """The jobs are driven by your own code: asyncio is not imported, and no loop of it runs."""

    async def look_around():
        return asyncio._get_running_loop() is not None

    imports = [ast.unparse(node) for node in ast.walk(ast.parse(answer_file.read_bytes())) if _takes_asyncio(node)]
    assert not imports, f"There is no asyncio in the greenhouse: do without '{imports[0]}'."

    with put_away(look_around()) as jobs:
        results = run_all(jobs)

    assert as_list(results) != [True], "The job ran inside an event loop of asyncio: give it its turns yourself."
    assert same(as_list(results), [False]), "run_all should return a list of what its jobs have returned."


def _takes_asyncio(node):
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    return any(module.partition(".")[0] == "asyncio" for module in modules)


@task(2)
def test_results_keep_the_order_of_the_jobs():
    """The results come in the order of the list, whichever job ends first. No jobs, no results."""
    first, third = new_token("the first job"), new_token("the third job")

    with put_away(work("heater", 3, [], first), work("fan", 0, []), work("lamp", 1, [], third)) as jobs:
        results = as_list(run_all(jobs))

    assert results != [None] * 3, "Every result is None: what a job returns is in the StopIteration that ends it."
    assert same(results, [first, None, third]), (
        "The results should be what the jobs returned, in a list, in the order of the jobs."
    )
    assert same(as_list(run_all([])), []), "Without jobs the result should be an empty list."


@task(2)
def test_jobs_may_await_coroutines_of_their_own():
    """A job may pause deep inside a coroutine that it awaits, and get a value back from there."""
    log, water = [], new_token("fill")

    async def fill(bed):
        log.append(f"fill for {bed}")
        await pause()
        return water

    async def carry(bed):
        return await fill(bed)

    async def pour(bed):
        can = await carry(bed)
        log.append(f"pour on {bed}")
        return bed, can

    with put_away(pour("roses"), pour("herbs")) as jobs:
        results = as_list(run_all(jobs))

    assert same(log, ["fill for roses", "fill for herbs", "pour on roses", "pour on herbs"]), (
        "A pause deep inside a job is a pause of the whole job: there the next job takes its turn."
    )
    assert same(results, [("roses", water), ("herbs", water)]), (
        "The results should be what the jobs returned, in a list, in the order of the jobs."
    )


@task(3)
def test_a_failure_closes_the_other_jobs():
    """When a job fails, the others are closed, and then its exception reaches the caller of run_all."""
    log, failure, caught = [], BurstPipe("water everywhere"), None

    async def fan():
        try:
            await work("fan", 3, log)
        finally:
            log.append("fan off")

    async def pump():
        raise failure

    async def lamp():
        await work("lamp", 3, log)

    with put_away(fan(), pump(), lamp()) as jobs:
        states = {job.__name__: job for job in jobs}
        try:
            run_all(jobs)
        except Exception as error:
            caught = error
        still_open = [name for name, job in states.items() if inspect.getcoroutinestate(job) != inspect.CORO_CLOSED]
        seen = list(log)

    assert same(caught, failure), "The exception of a job should reach the caller of run_all, just as it was raised."
    assert same(still_open, []), "When run_all raises, no job may be left open: close those that have not ended."
    assert same(seen, ["fan 1", "fan off"]), (
        "After a failure no other job takes a step: close() ends it where it pauses, and runs its finally blocks."
    )


@task(4)
def test_only_coroutines_are_jobs():
    """Whatever is not a coroutine is refused with a TypeError, before any job takes a step."""
    log = []

    def drip():
        yield log.append("drip")

    for what, stranger in (("A plain generator", drip()), ("A function that nobody called", work)):
        caught = None
        with put_away(work("heater", 1, log)) as jobs:
            try:
                run_all([*jobs, stranger])
            except TypeError as error:
                caught = error

        assert caught is not None, f"{what} is no coroutine: run_all should refuse it with a TypeError."
        assert same(log, []), "Look at the whole list before the first step: a job had its turn before the TypeError."
