"""Did the event loop stay alive, on the real clock? And which line held it?

A task of its own beats every 10 ms. A gap between two beats is time in which nobody else could run either.
"""

from __future__ import annotations

import asyncio
from types import TracebackType

from grader.instruments.clock import Clock, real_now
from grader.instruments.evidence import Seconds
from grader.instruments.places import Place

EVERY = 0.01
"""Seconds between two beats."""


class Heartbeat:
    """``async with heartbeat: ...`` beats while the block runs. All figures are seconds of the real clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._longest = 0.0
        self._last = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Heartbeat:
        """Start beating."""
        self._longest, self._last = 0.0, real_now()
        self._task = asyncio.create_task(self._beat(), name="heartbeat")
        await asyncio.sleep(0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop beating; the time since the last beat counts too."""
        self._note()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self._note()

    def _note(self) -> None:
        now = real_now()
        self._longest, self._last = max(self._longest, now - self._last), now

    @property
    def longest_gap(self) -> Seconds:
        """The longest time between two beats."""
        return Seconds(self._longest)

    @property
    def held_by(self) -> Place | None:
        """The line of the learner's file that held the loop longest, where the watchdog saw one."""
        blocks = [block for block in self._clock.blocks if block.place]
        return max(blocks, key=lambda block: block.seconds).place if blocks else None
