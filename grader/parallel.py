"""Run a batch of calls on a few threads, show how far it is, and stop at once when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Bar: TypeAlias = AbstractContextManager[Callable[[], None]]
"""A progress bar: it is there during the block, and what the block gets is called after each step."""


def no_bar(total: int) -> Bar:
    """The bar of those who do not look."""
    return nullcontext(lambda: None)


def as_they_end(calls: Sequence[Callable[[], T]], threads: int) -> Iterator[tuple[int, T]]:
    """Run every call and yield (its position, its result) in the order in which they end.

    An exception of a call, or Ctrl-C, is raised here; calls that have not begun are dropped then.
    """
    pool = ThreadPoolExecutor(max_workers=max(1, threads))
    try:
        places = {pool.submit(call): place for place, call in enumerate(calls)}
        for future in as_completed(places):
            yield places[future], future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
