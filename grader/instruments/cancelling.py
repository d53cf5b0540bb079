"""Cancel a coroutine at each of its awaits in turn: cleanup must hold at all of them, not at one lucky one.

Beside it, for work that waits in tasks of its own: cancel it after a time.

A *suspension* is a moment in which the coroutine gives control back to the event loop: an ``await`` that really waits.
The coroutine is run again and again, each time from new; in the k-th run its task is cancelled at its k-th suspension.
It ends with the first run that finishes before its k-th suspension.

Limits: only suspensions of the coroutine's own task count, not those of tasks it starts; a cancellation arrives in the
next round of the loop, as from another task; at most ``MOST`` runs are made.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from dataclasses import dataclass
from typing import Any

from grader.instruments.places import Place, is_learners, place_in_function
from grader.instruments.waiting import chain, task_name

MOST = 200


@dataclass(frozen=True)
class Cancelled:
    """One run that was cancelled. ``str()`` begins a sentence: *Cancelled at upload.py:12 (await 2)*."""

    when: str
    passed_on: bool
    """Whether the task ended as cancelled: CancelledError went all the way out."""
    error: BaseException | None
    """What came out in place of CancelledError, if anything was raised."""
    left: tuple[str, ...]
    """Names of tasks that were still running when the coroutine had ended. They have been cancelled since."""

    def __str__(self) -> str:
        return f"Cancelled {self.when}"


class _AtSuspension:
    """Awaits a coroutine, and calls a function at its n-th suspension."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], number: int, then: Callable[[], None]) -> None:
        self.coroutine, self.number, self.then = coroutine, number, then

    def __await__(self) -> Generator[Any, Any, Any]:
        step: Callable[[Any], Any] = self.coroutine.send
        value: Any = None
        while True:
            try:
                waited_for = step(value)
            except StopIteration as stop:
                return stop.value
            self.number -= 1
            if self.number == 0:
                self.then()
            try:
                step, value = self.coroutine.send, (yield waited_for)
            except BaseException as error:
                step, value = self.coroutine.throw, error


async def cancel_at_each_await(start: Callable[[], Coroutine[Any, Any, Any]]) -> AsyncIterator[Cancelled]:
    """Run ``start()`` once for each of its suspensions, cancelled there; yields after each run.

    ``start`` makes everything anew, also the fakes that the check looks at afterwards.

    Raises:
        AssertionError: it never waits, so nothing can be said about its cancellation. An error that it raised comes out
            in place of that.
    """
    for number in range(1, MOST + 1):
        run = await _run(start, number)
        if run.when:
            yield run
        elif number > 1:
            return
        elif run.error:
            raise run.error
        else:
            raise AssertionError("It came to its end without waiting for anything, so there was nothing to cancel.")


async def _run(start: Callable[[], Coroutine[Any, Any, Any]], number: int) -> Cancelled:
    """One run. If it ended by itself, ``when`` is empty."""
    loop = asyncio.get_running_loop()
    before = asyncio.all_tasks()
    coroutine = start()
    places: list[Place | None] = []

    def cancel() -> None:
        own = [frame for frame, _ in chain(coroutine) if is_learners(frame.f_code.co_filename)]
        places.append(place_in_function(reversed(own)))
        # In the next round, as somebody else's cancel() would come.
        loop.call_soon(task.cancel)

    async def main() -> Any:
        return await _AtSuspension(coroutine, number, cancel)

    task = asyncio.create_task(main(), name="the cancelled task")
    await asyncio.wait([task])
    at = f"at {places[0]} " if places and places[0] else ""
    return await _told(task, before, f"{at}(await {number})" if places else "")


async def cancelled_after(seconds: float, start: Callable[[], Coroutine[Any, Any, Any]]) -> Cancelled | None:
    """Run ``start()`` and cancel it after so many seconds of the check's clock. None: it had ended by then.

    Raises:
        Exception: what it raised by itself before that.
    """
    before = asyncio.all_tasks()
    task = asyncio.create_task(start(), name="the cancelled task")
    await asyncio.sleep(seconds)
    over = task.done()
    task.cancel()
    await asyncio.wait([task])
    run = await _told(task, before, f"after {seconds:g} s")
    if over:
        task.result()
    return None if over else run


async def _told(task: asyncio.Task[Any], before: set[asyncio.Task[Any]], when: str) -> Cancelled:
    """What became of a task that is done, and of those that it has started."""
    left = asyncio.all_tasks() - before - {task}
    names = tuple(sorted(task_name(other) for other in left))
    for other in left:
        other.cancel()
    if left:
        await asyncio.wait(left)
    # Asking for the error also says that somebody has looked at it.
    return Cancelled(when, task.cancelled(), None if task.cancelled() else task.exception(), names)
