"""The questions of exercise 04 as plain functions, for graders that know nothing of this project.

Waits are a hundredth of the exercise's, and real: there is no simulated clock here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Breakfast = Callable[..., Any]


class _Kitchen:
    """Kettle and toaster in one, and what was done with them."""

    def __init__(self, tea: float, toast: float) -> None:
        self.seconds = {"kettle": tea, "toaster": toast}
        self.events: list[str] = []
        self.log: list[str] = []
        self.most = self._open = 0

    async def _work(self, name: str) -> str:
        self._open += 1
        self.most = max(self.most, self._open)
        self.events.append(name)
        await asyncio.sleep(self.seconds[name])
        self._open -= 1
        return f"{name}'s work {id(self)}"

    async def boil(self, log: list[str]) -> str:
        log.append("kettle on")
        tea = await self._work("kettle")
        log.append("kettle done")
        return tea

    async def toast(self, log: list[str]) -> str:
        log.append("toast in")
        toast = await self._work("toaster")
        log.append("toast out")
        return toast


def _meal(breakfast: Breakfast, tea: float, toast: float) -> tuple[_Kitchen, Any, float]:
    kitchen, began = _Kitchen(tea, toast), time.perf_counter()
    meal = asyncio.run(breakfast(kitchen, kitchen, kitchen.log))
    return kitchen, meal, time.perf_counter() - began


def _same(kitchen: _Kitchen, meal: Any) -> bool:
    return list(meal) == [f"kettle's work {id(kitchen)}", f"toaster's work {id(kitchen)}"]


def three_seconds(breakfast: Breakfast) -> bool:
    """Tea and toast at the same time."""
    kitchen, meal, took = _meal(breakfast, 0.03, 0.02)
    return _same(kitchen, meal) and kitchen.most == 2 and took < 0.3


def the_slower_one(breakfast: Breakfast) -> bool:
    """The toaster may be the slower one."""
    kitchen, _, took = _meal(breakfast, 0.01, 0.04)
    return kitchen.most == 2 and took < 0.3


def the_loop_is_free(breakfast: Breakfast) -> bool:
    """Somebody else gets turns meanwhile."""
    turns = 0

    async def count(kitchen: _Kitchen) -> None:
        nonlocal turns
        work = asyncio.ensure_future(breakfast(kitchen, kitchen, kitchen.log))
        while not work.done():
            turns += 1
            await asyncio.sleep(0.005)

    asyncio.run(count(_Kitchen(0.03, 0.02)))
    return turns > 2


def tea_first(breakfast: Breakfast) -> bool:
    """The tea, then the toast, each made once."""
    kitchen, meal, _ = _meal(breakfast, 0.03, 0.02)
    return _same(kitchen, meal) and sorted(kitchen.events) == ["kettle", "toaster"]


def kettle_before_toast(breakfast: Breakfast) -> bool:
    """The kettle is on before the toast is in."""
    kitchen, _, _ = _meal(breakfast, 0.03, 0.02)
    return kitchen.log == ["kettle on", "toast in", "toast out", "kettle done"]


_QUESTIONS = [three_seconds, the_slower_one, the_loop_is_free, tea_first, kettle_before_toast]


def ask(number: int, breakfast: Breakfast) -> bool:
    """The answer to question 1 to 5. On a thread of its own: a notebook has an event loop on the usual one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_QUESTIONS[number - 1], breakfast).result()
