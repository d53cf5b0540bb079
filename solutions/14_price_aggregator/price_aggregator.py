"""The price board: a race for each symbol, and one deadline for all."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from price_report import Report

Mirror = Callable[[str], Coroutine[Any, Any, str]]


async def aggregate(
    symbols: Sequence[str],
    mirrors: Sequence[Mirror],
    *,
    deadline: float,
    on_progress: Callable[[str, str], None] | None = None,
) -> Report:
    """Run the races side by side. Each writes into the report at once, so that the deadline loses nothing."""
    report = Report()

    async def race(symbol: str) -> None:
        calls = [asyncio.create_task(mirror(symbol)) for mirror in mirrors]
        try:
            for arrival in asyncio.as_completed(calls):
                try:
                    price = await arrival
                except Exception:
                    continue
                report.prices[symbol] = price
                if on_progress is not None:
                    on_progress(symbol, price)
                return
            report.failed[symbol] = [error for call in calls if isinstance(error := call.exception(), Exception)]
        finally:
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)

    try:
        async with asyncio.timeout(deadline), asyncio.TaskGroup() as group:
            for symbol in symbols:
                group.create_task(race(symbol))
    except TimeoutError:
        pass
    report.late = [symbol for symbol in symbols if symbol not in report.prices and symbol not in report.failed]
    return report
