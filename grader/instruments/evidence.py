"""What a check compared, in words: the figures under a failing assertion.

``probe.max_in_flight`` and ``clock.elapsed`` are ordinary numbers that also write down what they were compared with,
and ``same`` does it for results. The failure view then shows *expected* and *got* without the check saying it twice.

Results are compared by exact type and value. Unguessable texts ("tokens") are told to the reader by the step they
came from, or by how they begin, so that a message is the same for every seed.
"""

from __future__ import annotations

import inspect
import os
import random
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Comparison:
    """One comparison that a check made, and that did not hold."""

    expected: str
    got: str


@dataclass
class Evidence:
    """All that one check compared in vain, and advice that follows from it."""

    misses: list[Comparison] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)

    def note(self, expected: str, got: str, held: bool) -> bool:
        """Write one comparison down unless it held; returns whether it did."""
        comparison = Comparison(expected, got)
        if not held and comparison not in self.misses:
            self.misses.append(comparison)
        return held


_evidence = Evidence()
_UNGUESSABLE = "-..."
_tokens = random.Random(os.urandom(16))


@contextmanager
def collect() -> Iterator[Evidence]:
    """Within it, what does not hold is written down for one check."""
    global _evidence
    before, _evidence = _evidence, Evidence()
    try:
        yield _evidence
    finally:
        _evidence = before


def note(expected: str, got: str, held: bool) -> bool:
    """Write a comparison down that the figures below do not cover; returns whether it held."""
    return _evidence.note(expected, got, held)


def picture(lines: Iterable[str]) -> None:
    """Show these lines under the failure, if the check fails: plain ASCII, at most 78 columns."""
    _evidence.pictures += lines


def seed(text: str) -> None:
    """Make the tokens of this process repeatable."""
    _tokens.seed(text)


def new_token(name: str, words: str = "") -> str:
    """An unguessable text that begins with a name. A learner reads ``'name-...'``, or these words for it."""
    token = f"{name}-{_tokens.getrandbits(48):012x}"
    _evidence.tokens[token] = words or f"{name}{_UNGUESSABLE}"
    return token


class Count(int):
    """A number of things, such as *3 at once*."""

    unit: str
    one: str

    def __new__(cls, value: int, unit: str, one: str = "") -> Count:
        """``unit`` completes the number: ``at once``, ``calls``; ``one`` does for a single one: ``call``."""
        self = super().__new__(cls, value)
        self.unit, self.one = unit, one or unit
        return self

    def _text(self, value: Any) -> str:
        return f"{value} {self.one if value == 1 else self.unit}"

    def __eq__(self, other: object) -> bool:
        return _evidence.note(self._text(other), self._text(int(self)), int(self) == other)

    def __ne__(self, other: object) -> bool:
        return _evidence.note(f"not {self._text(other)}", self._text(int(self)), int(self) != other)

    def __lt__(self, other: Any) -> bool:
        return _evidence.note(f"fewer than {self._text(other)}", self._text(int(self)), int(self) < other)

    def __le__(self, other: Any) -> bool:
        return _evidence.note(f"at most {self._text(other)}", self._text(int(self)), int(self) <= other)

    def __gt__(self, other: Any) -> bool:
        return _evidence.note(f"more than {self._text(other)}", self._text(int(self)), int(self) > other)

    def __ge__(self, other: Any) -> bool:
        return _evidence.note(f"at least {self._text(other)}", self._text(int(self)), int(self) >= other)

    __hash__ = int.__hash__


class Seconds(float):
    """A duration in seconds of the check's clock. Equal means: as near as that clock can tell."""

    tolerance: float

    def __new__(cls, value: float, tolerance: float = 1e-6) -> Seconds:
        """``tolerance`` is in seconds: a simulated clock is exact but for a float's last digits."""
        self = super().__new__(cls, value)
        self.tolerance = tolerance
        return self

    def _note(self, relation: str, other: Any, held: bool) -> bool:
        # As many digits as the expected time has, and more where that would hide the difference.
        digits = max(2, len(f"{float(other):.6f}".rstrip("0").partition(".")[2]))
        digits = digits if f"{self:.{digits}f}" != f"{float(other):.{digits}f}" else 6
        return _evidence.note(f"{relation}{float(other):.{digits}f} s", f"{float(self):.{digits}f} s", held)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | float):
            return NotImplemented
        return self._note("", other, abs(float(self) - other) <= self.tolerance)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: float) -> bool:
        return self._note("under ", other, float(self) < other)

    def __le__(self, other: float) -> bool:
        return self._note("at most ", other, float(self) <= other)

    def __gt__(self, other: float) -> bool:
        return self._note("over ", other, float(self) > other)

    def __ge__(self, other: float) -> bool:
        return self._note("at least ", other, float(self) >= other)

    __hash__ = float.__hash__


def same(got: object, expected: object) -> bool:
    """Whether two results are equal in exact type and value, all the way down. Writes both down for the failure."""
    # Describing is the dearest part, and nobody reads what held.
    if _same(got, expected):
        return True
    if promise := _promise(got):
        _evidence.advice.append(promise)
    return _evidence.note(describe(expected), describe(got), False)


def _same(got: object, expected: object) -> bool:
    if type(got) is not type(expected):
        return False
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        return len(got) == len(expected) and all(map(_same, got, expected))
    if isinstance(expected, dict) and isinstance(got, dict):
        return got.keys() == expected.keys() and all(_same(got[key], expected[key]) for key in expected)
    return bool(got == expected)


def describe(value: object) -> str:
    """A value in words that are the same in every run: tokens by theirs, no addresses, at most a line or two."""
    if isinstance(value, str) and value in _evidence.tokens:
        words = _evidence.tokens[value]
        return f"'{words}'" if words.endswith(_UNGUESSABLE) else words
    if type(value) is list or type(value) is tuple:
        inside = ", ".join(describe(item) for item in value[:20]) + (", ..." if len(value) > 20 else "")
        if type(value) is list:
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if type(value) is dict:
        pairs = [f"{describe(key)}: {describe(item)}" for key, item in list(value.items())[:20]]
        return "{" + ", ".join(pairs) + (", ..." if len(value) > 20 else "") + "}"
    if kind := _kind(value):
        return kind
    if isinstance(value, BaseException):
        return f"{type(value).__name__}({', '.join(map(describe, value.args))})"
    if type(value).__repr__ is object.__repr__:
        return f"a {type(value).__name__} object"
    text = plain(repr(value))
    return text if len(text) <= 200 else f"{text[:200]}... ({len(text) - 200} more characters)"


def plain(text: str) -> str:
    """A text without what differs from run to run: addresses go, and tokens are told by their words."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    # SQLAlchemy names a parameter that has no name yet after an address.
    text = re.sub(r"%\(\d{6,} (\w+)\)s", r"%(\1)s", text)
    # asyncio shows both with numbers, paths and callbacks, between which the rest is hard to find.
    text = re.sub(r"\b(Task|Future) <.*?>(?= got Future | attached to )", r"\1", text, flags=re.DOTALL)
    for token, words in _evidence.tokens.items():
        text = text.replace(token, words)
    # SQLAlchemy numbers its sessions.
    return re.sub(r"attached to session '\d+' \(this is '\d+'\)", "attached to another session", text)


def _kind(value: object) -> str:
    """Names for what has an address in its repr."""
    if inspect.iscoroutine(value):
        return f"a coroutine ({value.__name__}, not awaited)"
    if inspect.isasyncgen(value):
        return "an async generator"
    if inspect.isgenerator(value):
        return "a generator"
    if inspect.isroutine(value):
        return f"the function {getattr(value, '__name__', '')}"
    if is_future(value):
        return "a Task" if hasattr(value, "get_coro") else "a Future"
    if _is_threads_future(value):
        return "a Future of an executor"
    return ""


def is_future(value: object) -> bool:
    """Whether it is an asyncio Future or Task. Asked by the marker that asyncio itself uses."""
    return hasattr(type(value), "_asyncio_future_blocking")


def _is_threads_future(value: object) -> bool:
    # By its name: whoever has such a future has imported the module, and nobody else needs it.
    return any(
        (kind.__module__, kind.__name__) == ("concurrent.futures._base", "Future") for kind in type(value).__mro__
    )


def _promise(got: object) -> str:
    values = got if type(got) in (list, tuple) else [got]
    for value in values:  # type: ignore[attr-defined]
        if inspect.iscoroutine(value):
            return "That is a coroutine: the plan, not its result. Nobody awaited it, so its body never ran."
        if is_future(value):
            return "That is a Task or Future: a promise, not the result. Await it first."
        if _is_threads_future(value):
            return "That is the Future of an executor: a promise, not the result. Its result() waits for it."
    return ""
