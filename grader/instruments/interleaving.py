"""Run a piece of a check under several orders of the ready tasks: a race must not hide behind one lucky schedule.

Within ``async for _ in interleavings(20):`` the loop shuffles, each time it goes round, which of the tasks that are
ready goes first. Every order has a seed. When the check fails, the failure names it, and ``--seed N`` replays it alone.

Limits: only steps of tasks change places, among themselves; callbacks keep their order, as asyncio promises. Orders are
sampled, not enumerated: passing is strong evidence, not a proof. Tasks that are ready at different times never change
places. Do not use it in a check about the order in which tasks start.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator
from typing import Any


def shuffle(ready: deque[Any], chance: random.Random) -> None:
    """Let the steps of tasks among the loop's ready handles change places."""
    places = [n for n, handle in enumerate(ready) if _is_task_step(handle)]
    if len(places) > 1:
        steps = [ready[n] for n in places]
        chance.shuffle(steps)
        for n, handle in zip(places, steps, strict=True):
            ready[n] = handle


def _is_task_step(handle: Any) -> bool:
    return isinstance(getattr(handle._callback, "__self__", None), asyncio.Task)


class Interleavings:
    """The fixture ``interleavings``. ``seed`` is the order in force, None outside of any."""

    def __init__(self, only: int | None = None) -> None:
        self._only = only
        self.seed: int | None = None

    async def __call__(self, count: int = 20) -> AsyncIterator[int]:
        """Go round ``count`` times, each under an order of its own, or once under the one that was asked for."""
        loop: Any = asyncio.get_running_loop()
        for seed in range(1, count + 1) if self._only is None else [self._only]:
            self.seed, loop.chance = seed, random.Random(seed)
            yield seed
        self.seed, loop.chance = None, None
