"""The timeline of a check as geometry, for a template that draws it: the picture of ``gantt.py`` in another medium.

A row a call. What blocked the loop is a row of its own and a band over all others, for nothing else went on meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grader.reports.legible import cut, one_line
from grader.verdict import Span

WIDTH, LEFT, PLOT, ROW, TOP = 840, 130, 400, 22, 24
"""The picture, the margin for names, the plot, one row, and the axis, in units of the picture."""

_MOST_ROWS = 24
_NAME, _LABEL = 18, 44
_THINNEST = 2.0
_KINDS = {"ok": "ok", "running": "running", "cancelled": "cancelled", "thrown away": "cancelled", "blocked": "blocked"}


@dataclass(frozen=True)
class Tick:
    """A line of the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Bar:
    """A row. ``kind`` is for the eye, ``label`` stands beside the bar, ``words`` say all of it."""

    x: float
    y: int
    width: float
    kind: str
    name: str
    label: str
    words: str


@dataclass(frozen=True)
class Picture:
    """All there is to draw. ``bands`` are the bars that something blocked the whole loop for."""

    height: int
    ticks: Sequence[Tick]
    bars: Sequence[Bar]
    bands: Sequence[Bar]
    more: int


def picture(spans: Sequence[Span]) -> Picture | None:
    """The picture of a timeline, or None if there is nothing to draw."""
    spans = [span for span in spans if math.isfinite(span.start) and math.isfinite(span.stop)]
    if not spans:
        return None
    shown = spans[:_MOST_ROWS]
    end = max(*(span.stop for span in shown), 0.0) or 1.0
    bars = [_bar(span, position, end) for position, span in enumerate(shown)]
    return Picture(
        height=TOP + ROW * len(bars) + 4,
        ticks=_ticks(end),
        bars=bars,
        bands=[bar for bar in bars if bar.kind == "blocked"],
        more=len(spans) - len(shown),
    )


def _bar(span: Span, position: int, end: float) -> Bar:
    start, stop = max(0.0, span.start), max(0.0, span.stop)
    kind = _KINDS.get(span.outcome, "error")
    outcome = {"ok": "", "running": "not finished", "blocked": "blocks the loop"}.get(span.outcome, span.outcome)
    times = f"{start:.2f}–{stop:.2f} s"
    words = ", ".join(filter(None, [f"{one_line(span.name)}: {times}", one_line(span.where), one_line(outcome)]))
    label = "  ".join(filter(None, [times, one_line(span.where), one_line(outcome)]))
    return Bar(
        x=round(LEFT + min(start / end * PLOT, PLOT - _THINNEST), 1),
        y=TOP + ROW * position,
        width=round(max((stop - start) / end * PLOT, _THINNEST), 1),
        kind=kind,
        name=cut(one_line(span.name), _NAME),
        label=cut(label, _LABEL),
        words=words,
    )


def _ticks(end: float) -> list[Tick]:
    """Four to nine round numbers from zero to the end."""
    rough = end / 8
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    numbers = [index * step for index in range(int(end / step + 1e-9) + 1)]
    return [Tick(round(LEFT + number / end * PLOT, 1), f"{number:.{digits}f}") for number in numbers]
