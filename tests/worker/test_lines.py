"""The signed lines of a report: only what our own writer wrote comes out of the reader."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from grader.worker.lines import LINE_BYTES, REPORT_BYTES, Damaged, Line, Reader, Say, writer

KEY = bytes(32)


@pytest.fixture
def pipe() -> Iterator[tuple[Say, int]]:
    """A writer and the other end of its pipe."""
    out, into = os.pipe()
    yield writer(into, KEY), out
    os.close(out)
    os.close(into)


def written(pipe: tuple[Say, int], *lines: Line) -> list[bytes]:
    """The signed lines, as they travel."""
    say, out = pipe
    for line in lines:
        say(line)
    return os.read(out, REPORT_BYTES).splitlines(keepends=True)


def read(*data: bytes) -> list[Line]:
    """What a reader makes of these pieces."""
    reader = Reader(KEY)
    return [line for piece in data for line in reader.feed(piece)]


def test_lines_come_out_as_they_went_in(pipe: tuple[Say, int]) -> None:
    """Every line arrives whole and in order, however the bytes are cut."""
    lines: list[Line] = [{"kind": "imported"}, {"kind": "end", "text": "\N{SNOWMAN}\n\ud800"}]
    data = b"".join(written(pipe, *lines))
    assert read(data) == read(*(data[i : i + 1] for i in range(len(data)))) == lines


def test_half_a_line_is_no_line(pipe: tuple[Say, int]) -> None:
    """What a killed run wrote last counts only when it is complete."""
    (line,) = written(pipe, {"kind": "end"})
    assert read(line[:-1]) == []


@pytest.mark.parametrize(
    "order",
    [pytest.param((0, 0), id="repeated"), pytest.param((1, 0), id="moved"), pytest.param((0, 2), id="dropped")],
)
def test_genuine_lines_out_of_place_are_damage(pipe: tuple[Say, int], order: tuple[int, ...]) -> None:
    """A line that was repeated, moved or dropped is noticed, although its signature is genuine."""
    lines = written(pipe, {"number": 0}, {"number": 1}, {"number": 2})
    with pytest.raises(Damaged, match="not genuine"):
        read(*(lines[number] for number in order))


@pytest.mark.parametrize("line", [b"", b"{}", b'0123 {"kind": "end"}', b"\xff\xfe", b"[" * 10_000])
def test_a_line_without_our_signature_is_damage(line: bytes) -> None:
    """Whatever else is written into the pipe is not read as a line."""
    with pytest.raises(Damaged, match="not genuine"):
        read(line + b"\n")


def test_a_line_of_another_run_is_damage(pipe: tuple[Say, int]) -> None:
    """Each run has a key of its own."""
    (line,) = written(pipe, {"kind": "end"})
    with pytest.raises(Damaged):
        list(Reader(b"another key").feed(line))


def test_a_flood_is_damage() -> None:
    """A report longer than any honest one is not collected in memory."""
    with pytest.raises(Damaged, match="larger than 1 MB"):
        read(bytes(REPORT_BYTES + 1))


def test_long_texts_are_shortened_and_say_so(pipe: tuple[Say, int]) -> None:
    """A line has a bounded size; what is cut off is counted."""
    line = {"kind": "phase", "message": "short", "details": "\N{SNOWMAN}" * LINE_BYTES}
    (data,) = written(pipe, line)
    (short,) = read(data)
    kept, _, rest = short["details"].partition("... ")
    assert len(data) <= LINE_BYTES + 64
    assert short["message"] == "short"
    assert rest == f"{LINE_BYTES - len(kept)} more characters"
    assert json.dumps(short["details"])
