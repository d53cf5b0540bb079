"""Names from outside made safe: what students call their folders and files goes to screens, tables and file names."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

_LONGEST_ID = 100
"""Bytes. With ``.json`` behind it, an id must still be the name of a file anywhere."""

_LONGEST_SHOWN = 160
_NOT_FIRST = "-=+@. "
"""What a command takes for an option, a spreadsheet for a formula, and a file system for hidden."""


def printable(text: str) -> str:
    """One line for a screen: control and direction characters are spelled out, and a long name is cut."""
    text = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}... ({len(text)} characters)"


def clean_id(name: str) -> str:
    """A student's id: printable, composed (NFC), no separators of paths, harmless at its start, and not long."""
    composed = unicodedata.normalize("NFC", name)
    safe = "".join("_" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in composed).strip(" ")
    safe = safe.rstrip(".") or "_"
    if safe[0] in _NOT_FIRST:
        safe = f"_{safe}"
    if len(data := safe.encode()) > _LONGEST_ID:
        safe = f"{data[: _LONGEST_ID - 9].decode('utf-8', 'ignore')}~{_digest(name)[:8]}"
    return safe


def same_key(name: str) -> str:
    """Equal for two names that a person, or a file system, may take for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean_id(name)).casefold())


def unique_ids(names: Mapping[str, str]) -> dict[str, str]:
    """An id for each submission, given the names of their entries and of whom each seems to be from.

    Names that could be mixed up all get a suffix, which depends on the entry's own name alone: an id does not change
    because somebody else hands something in twice, or in another order.
    """
    found: dict[str, str] = {}
    for length in (0, 8, 64):
        ids = {
            entry: clean_id(name) + (f"~{_digest(entry)[:length]}" if length else "")
            for entry, name in names.items()
            if entry not in found
        }
        taken = Counter(same_key(name) for name in [*ids.values(), *found.values()])
        found |= {entry: name for entry, name in ids.items() if taken[same_key(name)] == 1}
    return found


def _digest(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
