"""Timelines as geometry."""

from __future__ import annotations

import pytest

from grader.reports.svg_timeline import LEFT, PLOT, picture
from grader.verdict import Span


def test_bars_lie_where_the_axis_says():
    """A call from 1 to 2 of 4 seconds takes the second quarter."""
    drawn = picture([Span("a", 1.0, 2.0, "ok"), Span("b", 0.0, 4.0, "ok")])
    assert drawn is not None
    assert (drawn.bars[0].x, drawn.bars[0].width) == (LEFT + PLOT / 4, PLOT / 4)
    assert (drawn.bars[1].x, drawn.bars[1].width) == (LEFT, PLOT)


@pytest.mark.parametrize(
    ("end", "labels"),
    [
        (4.0, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0", "3.5", "4.0"]),
        (10.0, ["0", "2", "4", "6", "8", "10"]),
        (0.003, ["0.0000", "0.0005", "0.0010", "0.0015", "0.0020", "0.0025", "0.0030"]),
        (3600.0, ["0", "500", "1000", "1500", "2000", "2500", "3000", "3500"]),
    ],
)
def test_the_axis_has_round_numbers(end: float, labels: list[str]):
    """Four to nine of them, whatever the length."""
    drawn = picture([Span("a", 0.0, end, "ok")])
    assert drawn is not None
    assert [tick.label for tick in drawn.ticks] == labels


@pytest.mark.parametrize(
    ("outcome", "kind", "words"),
    [
        ("ok", "ok", "0.00–1.00 s  x.py:3"),
        ("running", "running", "0.00–1.00 s  x.py:3  not finished"),
        ("cancelled", "cancelled", "0.00–1.00 s  x.py:3  cancelled"),
        ("thrown away", "cancelled", "0.00–1.00 s  x.py:3  thrown away"),
        ("blocked", "blocked", "0.00–1.00 s  x.py:3  blocks the loop"),
        ("ValueError", "error", "0.00–1.00 s  x.py:3  ValueError"),
    ],
)
def test_every_outcome_is_told_in_colour_and_words(outcome: str, kind: str, words: str):
    """The label stands beside the bar, so that print and colour-blind readers have it, too."""
    drawn = picture([Span("a", 0.0, 1.0, outcome, "x.py:3")])
    assert drawn is not None
    assert (drawn.bars[0].kind, drawn.bars[0].label) == (kind, words)


def test_bars_are_never_invisible_or_outside():
    """Also those of no length, at the very end, or with times that are no numbers."""
    spans = [
        Span("a", 0.0, 0.0, "ok"),
        Span("b", 2.0, 2.0, "ok"),
        Span("c", 3.0, 1.0, "ok"),
        Span("d", -1.0, 1.0, "ok"),
    ]
    drawn = picture([*spans, Span("nan", float("nan"), 1.0, "ok"), Span("inf", 0.0, float("inf"), "ok")])
    assert drawn is not None
    assert [bar.name for bar in drawn.bars] == ["a", "b", "c", "d"]
    for bar in drawn.bars:
        assert bar.width >= 2
        assert LEFT <= bar.x <= bar.x + bar.width <= LEFT + PLOT


def test_only_so_many_rows_are_drawn():
    """The rest is counted."""
    drawn = picture([Span(f"call {number}", 0.0, 1.0, "ok") for number in range(30)])
    assert drawn is not None
    assert (len(drawn.bars), drawn.more) == (24, 6)


def test_nothing_to_draw_is_no_picture():
    """No spans, or none with real times."""
    assert picture([]) is None
    assert picture([Span("a", float("nan"), 1.0, "ok")]) is None
