"""Calls fn again from its beginning after each wait, and remembers what it has waited for.

caught by: test_ordinary_code_waits
says: fn should be called once
"""

import asyncio
from contextvars import ContextVar


class MissingBridge(RuntimeError):
    pass


class Replay(BaseException):
    pass


run = ContextVar("run", default=None)


def await_only(awaitable):
    now = run.get()
    if now is None:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge
    now["at"] += 1
    if now["at"] > len(now["known"]):
        raise Replay(awaitable)
    if asyncio.iscoroutine(awaitable):
        awaitable.close()
    value, error = now["known"][now["at"] - 1]
    if error is not None:
        raise error
    return value


async def greenlet_spawn(fn, /, *args, **kwargs):
    known = []
    while True:
        token = run.set({"at": 0, "known": known})
        try:
            return fn(*args, **kwargs)
        except Replay as replay:
            awaitable = replay.args[0]
        finally:
            run.reset(token)
        try:
            known.append((await awaitable, None))
        except BaseException as error:
            known.append((None, error))
