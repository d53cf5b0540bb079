"""Lets gather collect the errors: one that was returned looks the same, and a cancellation gets past it.

caught by: test_a_cancellation_reaches_fn
says: fn should have seen CancelledError come out of await_only
"""

import asyncio

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    pass


def await_only(awaitable):
    here = getcurrent()
    if not isinstance(here, Bridge):
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge("no greenlet_spawn is under way")
    outcome = here.parent.switch(awaitable)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(fn)
    bridge.gr_context = getcurrent().gr_context
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        (outcome,) = await asyncio.gather(came, return_exceptions=True)
        came = bridge.switch(outcome)
    return came
