"""The picture under a failing check: one row a call, plain ASCII, at most 80 columns.

``=`` the call waits, ``#`` something blocked the whole loop meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.instruments.clock import Block, Clock

if TYPE_CHECKING:
    from grader.instruments.timeline import Call

MOST_ROWS = 20
"""How many calls a picture shows."""


def draw(calls: Sequence[Call], clock: Clock, end: float, width: int, most: int, of: int) -> list[str]:
    """The rows, and a line for whatever blocked the loop. ``end`` is when the check ended, in its seconds."""
    stop = max([end, *(call.stop or 0.0 for call in calls)])
    name_width = min(20, max((len(call.name) for call in calls), default=0))
    lines = [_row(call, clock, stop, width, name_width) for call in calls[:MOST_ROWS]]
    if len(calls) > MOST_ROWS:
        lines.append(f"... and {len(calls) - MOST_ROWS} more rows")
    if calls:
        lines.append(f"most at once: {most} of {max(of, len(calls))}")
    lines += [_blocked(block, clock) for block in clock.blocks[:MOST_ROWS]]
    if len(clock.blocks) > MOST_ROWS:
        lines.append(f"! ... and {len(clock.blocks) - MOST_ROWS} more times")
    return lines


def _row(call: Call, clock: Clock, stop: float, width: int, name_width: int) -> str:
    start, end = call.start, stop if call.stop is None else call.stop
    cells = [" "] * width
    first, last = _columns(start, end, stop, width)
    cells[first:last] = "=" * (last - first)
    for block in clock.blocks:
        low, high = max(block.start - clock.mark, start), min(block.stop - clock.mark, end)
        if low < high:
            first, last = _columns(low, high, stop, width)
            cells[first:last] = "#" * (last - first)
    outcome = {"ok": "", "running": "  not finished"}.get(call.outcome, f"  {call.outcome}")
    place = f"  {call.place}" if call.place else ""
    name = call.name if len(call.name) <= name_width else call.name[: name_width - 3] + "..."
    return f"{name:{name_width}}  |{''.join(cells)}| {start:.2f}-{end:.2f}{place}{outcome}"


def _columns(start: float, end: float, stop: float, width: int) -> tuple[int, int]:
    scale = width / stop if stop > 0 else 0.0
    first = min(int(start * scale + 1e-6), width - 1)
    return first, max(first + 1, min(width, round(end * scale)))


def _blocked(block: Block, clock: Clock) -> str:
    at = f" at {block.place} in {block.place.function}" if block.place else ""
    when = f", at {block.start - clock.mark:.2f}" if clock.simulated else ""
    return f"! {block.what} stopped the whole loop for {block.seconds:.2f} s{when}{at}"
