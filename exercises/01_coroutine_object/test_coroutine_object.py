"""The checks of exercise 01, in the order of its tasks."""

import asyncio
import inspect
from contextlib import closing, suppress
from types import CoroutineType

from coroutine_object import is_started, open_shop, take_order

from grader.checks import same, task


@task(1)
def test_a_call_takes_no_order():
    """Calling take_order does none of its work: the log stays empty, and the call gives a coroutine."""
    log = []

    order = take_order("tea", log)

    assert same(log, []), "The call alone has written into the log: the work was done at once. Is it an async def?"
    assert same(type(order), CoroutineType), "The call should give a coroutine. Is it an async def with a return?"
    asyncio.run(order)
    assert same(log, ["tea"]), "The work should be done when the coroutine is run, and only then."


@task(1)
def test_running_the_order_does_the_work():
    """When the coroutine is run, the item is in the log and the guest has an answer."""
    log = []

    order = take_order("mint tea", log)
    assert same(type(order), CoroutineType), "The call gave no coroutine, so there is nothing to run."
    answer = asyncio.run(order)

    assert same(log, ["mint tea"]), "Once the order has run, the log should hold its item."
    assert same(answer, "mint tea, coming up"), "What take_order returns is the answer for the guest."


@task(2)
def test_a_new_order_has_not_started():
    """A coroutine that was only called has not started, and asking about it does not start it."""

    async def brew():
        return "tea"

    with closing(brew()) as order:
        answer = is_started(order)

        assert same(inspect.getcoroutinestate(order), inspect.CORO_CREATED), (
            "After is_started this order is no longer new. Only look at it: do not run it, and do not close it."
        )
        assert same(answer, False), "Nothing of this order has run: it is not started."


@task(2)
def test_a_started_order_stays_started():
    """An order has started from its first line on: while it works, while it waits, and when it is finished."""
    answers = {}

    async def brew():
        answers["at work"] = is_started(order)
        await asyncio.sleep(0)

    order = brew()
    # By hand, as the event loop does it: each push runs the order up to its next wait, or to its end.
    order.send(None)
    answers["waiting"] = is_started(order)
    # An is_started that pushes orders as well has ended this one.
    with suppress(StopIteration, RuntimeError):
        order.send(None)
    answers["finished"] = is_started(order)

    assert same(answers, {"at work": True, "waiting": True, "finished": True}), (
        "This order has begun, so at each of these moments it is started."
    )


@task(3)
def test_the_shop_brings_the_clerks_answer(probe):
    """open_shop is ordinary code: it runs the clerk's order to its end and returns the clerk's answer."""
    log, kitchen = [], probe("kitchen", seconds=0)

    async def clerk(item, log):
        answer = await kitchen()
        log.append(item)
        return answer

    answer = open_shop(clerk, "tea", log)

    assert same(answer, probe.tokens("kitchen")[0]), "open_shop should return what the clerk answered at the end."
    assert same(log, ["tea"]), "The clerk takes the order once, with the item and the log of open_shop."


@task(3)
def test_the_shop_opens_after_another_loop():
    """The shop opens twice in one program, also when that program has used an event loop before."""
    log = []
    asyncio.run(asyncio.sleep(0))

    async def clerk(item, log):
        log.append(item)
        return f"{item} at {len(log)} o'clock"

    answers = [open_shop(clerk, "tea", log), open_shop(clerk, "coffee", log)]

    assert same(answers, ["tea at 1 o'clock", "coffee at 2 o'clock"]), (
        "Each opening should run one order to its end, and return its answer."
    )
