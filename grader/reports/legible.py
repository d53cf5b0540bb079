"""Text of unknown origin, made legible: nothing in it moves, hides or breaks the text around it.

Names and messages come from submissions. A control character can end an XML document, an escape sequence can clear a
terminal, a bidirectional override can show a line in another order than it has, and a lone surrogate cannot be encoded
at all. Each of them is replaced by its number, such as ``‹U+202E›``: nothing is lost, and nothing acts.
"""

from __future__ import annotations

import math
import re

_ILLEGIBLE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks, overrides and isolates
    "\u200b\u2028\u2029\u2060\ufeff"  # invisible, or line ends to some readers only
    "\ud800-\udfff"  # half of a character: no encoding has it
    "\ufdd0-\ufdef\ufffe\uffff"  # not characters at all, and the last two not legal in XML
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def legible(text: str) -> str:
    """The text with every character that cannot be shown replaced by its number. Line breaks become line feeds."""
    return _ILLEGIBLE.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The same in one line, for a name or a cell."""
    return " ".join(legible(text).split())


def cut(text: str, most: int) -> str:
    """At most so many characters, and a sign where something was left out."""
    return text if len(text) <= most else text[: most - 1] + "…"


def finite(seconds: float) -> float:
    """Seconds that every format can write: neither infinite nor NaN."""
    return seconds if math.isfinite(seconds) else 0.0
