"""The bicycle counters of a city: each bicycle that passes one is a line of text, ten thousand lines a night.

Three steps: the source gives the lines, ``parse`` looks up where the counter stands, ``write`` stores records in the
archive. The source is fast and the archive is slow. The first version that comes to mind holds the whole night in
memory, and then does one step after the other.

Check it: pytest exercises/17
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

Parse = Callable[[str], Awaitable[Any]]
Write = Callable[[list[Any]], Awaitable[None]]


async def pipeline(
    source: AsyncIterator[str], parse: Parse, write: Write, *, workers: int = 3, maxsize: int = 100, batch: int = 50
) -> int:
    """Parse every line of the source, write every record once, in any order, and return how many were written.

    The source is asked for one line at a time. An empty line is a line, and None is a record.

    workers: how many lines are parsed at the same time.
    batch: each write gets a list of so many records; only the last may get fewer, and none gets an empty list.
        There is one write at a time.
    maxsize: at most so many lines wait for parse, and at most so many records wait for write. What a task holds in
        its hands is not counted: one line each, and the batch that fills up or is being written.

    When the source, parse or write raises, everything stops at once and the error reaches the caller, as it is or in
    an ExceptionGroup. When the pipeline is cancelled, everything stops too. No task is left behind.
    """
    raise NotImplementedError
