"""Deadlocks and endless waits name the deepest line of each task in the learner's file."""

from __future__ import annotations

import asyncio

import pytest

from grader.instruments import places
from grader.instruments.waiting import Deadlock


@pytest.fixture(autouse=True)
def this_file_is_the_learners(monkeypatch):
    """So that its lines count."""
    monkeypatch.setattr(places, "_learner_files", {__file__})


async def _inner(lock):
    async with lock:  # the deepest line
        pass


async def _outer(lock):
    await _inner(lock)


def test_a_deadlock_names_the_deepest_line_of_each_task(lab):
    """Not the outermost, and not asyncio's own."""

    async def main():
        first, second = asyncio.Lock(), asyncio.Lock()
        await first.acquire()
        await second.acquire()
        await asyncio.gather(_outer(first), _outer(second))

    with pytest.raises(Deadlock) as caught:
        lab.run(main)
    inner = [waiting for waiting in caught.value.tasks if waiting.place.function == "_inner"]
    assert len(inner) == 2
    assert {waiting.place.line for waiting in inner} == {_line_of("# the deepest line")}
    assert "acquire" in str(inner[0])


def test_the_text_is_the_same_every_time(lab):
    """No task numbers, no addresses."""

    async def main():
        await asyncio.gather(*[_outer(lock) for lock in await _locked(3)])

    texts = set()
    for _ in range(3):
        with pytest.raises(Deadlock) as caught:
            lab.run(main)
        texts.add(str(caught.value))
    assert len(texts) == 1
    assert "Task-" not in texts.pop()


async def _locked(count):
    locks = [asyncio.Lock() for _ in range(count)]
    for lock in locks:
        await lock.acquire()
    return locks


def _line_of(comment):
    with open(__file__, encoding="utf-8") as source:
        return next(n for n, line in enumerate(source, 1) if comment in line)
