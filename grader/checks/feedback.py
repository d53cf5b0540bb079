"""What an error message usually means: guess the mistake, and say the way out.

Each guess is a kind of error, a piece of its text, and a sentence. The texts differ between versions of Python, so
the pieces are short; a test provokes every one of them on every Python it can find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """``kind`` is the name of the exception's type, ``text`` a pattern found in its message."""

    kind: str
    text: str
    sentence: str


GUESSES = (
    Guess(
        "SyntaxError",
        r"'await' outside (async )?function|asynchronous .* outside",
        "Only an async def may await. From ordinary code, start a loop once with asyncio.run.",
    ),
    Guess(
        "TypeError",
        r"to coroutine\.__format__",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "AttributeError",
        r"'coroutine' object has no attribute '(done|result|exception|cancel|cancelled|add_done_callback)'",
        "Only a Task has that, and a coroutine is not a Task. Await it for its result; "
        "inspect.getcoroutinestate tells how far it is.",
    ),
    Guess(
        "AttributeError",
        r"'coroutine' object has no attribute",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "TypeError",
        r"'coroutine' object is not (subscriptable|iterable)",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "TypeError",
        r"(not|and|of|:|type|instance,) ['\"]?coroutine\b",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "TypeError",
        r"(to|not|and|of|:|type|instance,) ['\"]?_(asyncio\.(Task|Future)|GatheringFuture)\b",
        "That value is a Task or Future: a promise, not the result. Await it first.",
    ),
    Guess(
        "TypeError",
        r"'_(asyncio\.(Task|Future)|GatheringFuture)' object is not (subscriptable|iterable)",
        "That value is a Task or Future: a promise, not the result. Await it first.",
    ),
    Guess(
        "AttributeError",
        r"'_(asyncio\.(Task|Future)|GatheringFuture)' object has no attribute",
        "That value is a Task or Future: a promise, not the result. Await it first.",
    ),
    Guess(
        "TypeError",
        r"'coroutine' object is not an iterator",
        "next() is for iterators. A coroutine is driven with its own methods: send, throw and close.",
    ),
    Guess(
        "TypeError",
        r"can't send non-None value to a just-started coroutine",
        "The first send starts the coroutine, where no await is waiting for a value: send None.",
    ),
    Guess(
        "TypeError",
        r"async_generator('? object)? can't be (used in 'await'|awaited)|'async_generator' object is not",
        "An async generator is not awaited: it gives its values one by one. Go through it with async for.",
    ),
    Guess(
        "TypeError",
        r"'async for' requires .* got coroutine|'coroutine' object is not an async iterator",
        "That is a coroutine. Only a yield in its body makes an async def an async generator.",
    ),
    Guess(
        "TypeError",
        r"can't be used in 'await' expression|object can't be awaited|cannot be awaited|is not awaitable",
        "Only a coroutine, a Task or a Future can be awaited. Is the thing after await a plain function?",
    ),
    Guess(
        "RuntimeError",
        r"asyncio\.run\(\) cannot be called from a running event loop|Runner\.run\(\) cannot be called",
        "You are already inside an event loop here: just await.",
    ),
    Guess(
        "RuntimeError",
        r"This event loop is already running|Cannot run the event loop while another loop is running",
        "You are already inside an event loop here: just await.",
    ),
    Guess(
        "RuntimeError",
        r"cannot reuse already awaited coroutine",
        "A coroutine object is good for one await. Keep its result, or call the function again for a new one.",
    ),
    Guess(
        "RuntimeError",
        r"coroutine is being awaited already",
        "Two callers await the same coroutine object, which only one may do. A Task may be awaited by any number of "
        "callers: make one of it.",
    ),
    Guess(
        "RuntimeError",
        r"[Nn]o (current|running) event loop",
        "There is no loop here to borrow. From ordinary code, start one with asyncio.run; inside a coroutine, await.",
    ),
    Guess(
        "RuntimeError",
        r"bound to a different event loop|attached to a different loop",
        "This object belongs to another event loop, usually that of an earlier run. Make it inside the loop that uses "
        "it, for each run anew.",
    ),
    Guess(
        "RuntimeError",
        r"changed size during iteration",
        "While you awaited inside the loop, another task changed what you go through. Go through a copy, and look "
        "again afterwards.",
    ),
    Guess(
        "ValueError",
        r"a coroutine was expected",
        "asyncio.run wants a coroutine object: call the function first, and hand over what it returns.",
    ),
    Guess(
        "TypeError",
        r"coroutine was expected, got <(function|bound method)",
        "A function was handed over. Call it first, and hand over the coroutine that the call gives.",
    ),
    Guess(
        "TypeError",
        r"[Aa] coroutine was expected|An asyncio\.Future, a coroutine or an awaitable is required",
        "Something that is not a coroutine was handed over. Pass the coroutines themselves, not their results.",
    ),
    Guess(
        "TypeError",
        r"unhashable type: 'list'",
        "A list was handed over where single awaitables were expected. Unpack it with a star: gather(*many).",
    ),
    Guess(
        "TypeError",
        r"Passing coroutines is forbidden",
        "asyncio.wait takes Tasks: make one of each coroutine with asyncio.create_task first.",
    ),
    Guess(
        "TypeError",
        r"'(bytes|str|int|float|NoneType|list|tuple)' object is not callable",
        "A result was handed over where a function was expected. Pass the function and its arguments separately.",
    ),
    Guess(
        "AttributeError",
        r"Can't (pickle|get) local object",
        "A function goes to another process by its name, which is looked up there. Pass one that is defined at the top "
        "of a module: no lambda, and no function inside a function.",
    ),
    Guess(
        "PicklingError",
        r"Can't (pickle|get) (local object|<function)",
        "A function goes to another process by its name, which is looked up there. Pass one that is defined at the top "
        "of a module: no lambda, and no function inside a function.",
    ),
    Guess(
        "BrokenProcessPool",
        r"",
        "A child process died before it could answer. Children may import your file: what starts processes at its top "
        'belongs under `if __name__ == "__main__":`.',
    ),
    Guess(
        "InvalidStateError",
        r"Result is not set|Exception is not set",
        "A Task has no result before it is done: await it first.",
    ),
    Guess(
        "KeyError",
        r"coroutine object (as_completed|_AsCompletedIterator)",
        "A plain for over as_completed gives new coroutines, not the tasks you passed in. Let each coroutine return "
        "all that you need to know about it.",
    ),
    Guess(
        "TypeError",
        r"does not support the context manager protocol",
        "Is that an async context manager? Then write async with.",
    ),
    Guess(
        "TypeError",
        r"'(?!NoneType)[A-Z]\w*' object is not iterable",
        "Does it give its items one by one, with a wait before each? Then write async for.",
    ),
    Guess(
        "TimeoutError",
        r"^$",
        "The time was up, and nobody caught the TimeoutError. Inside `async with asyncio.timeout(...)` it is still a "
        "CancelledError: catch TimeoutError around the block.",
    ),
    Guess(
        "QueueFull",
        r"",
        "put_nowait does not wait for room: await queue.put waits until somebody has taken something out.",
    ),
    Guess(
        "QueueEmpty",
        r"",
        "get_nowait does not wait: await queue.get waits until there is something.",
    ),
    Guess(
        "ValueError",
        r"task_done\(\) called too many times",
        "Call task_done once for each get, when the work on that item is done.",
    ),
    Guess(
        "GeneratorExit",
        r"",
        "aclose() raises GeneratorExit at the yield where a generator stands. Let it pass as it is: leave a task group "
        "before you yield.",
    ),
    Guess(
        "RuntimeError",
        r"generator didn't yield",
        "The code before the yield came to its end without it. It has to yield once, or to raise.",
    ),
    Guess(
        "RuntimeError",
        r"generator didn't stop",
        "It came to a yield a second time. A context manager yields once: it cannot run the block again.",
    ),
    Guess(
        "RuntimeError",
        r"ignored GeneratorExit",
        "GeneratorExit asks the generator to end, and it came to another yield.",
    ),
)


def advice(error: BaseException) -> str:
    """What this error usually means, or an empty string."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    text = str(error)
    return next((g.sentence for g in GUESSES if g.kind in kinds and re.search(g.text, text)), "")
