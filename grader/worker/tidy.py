"""Texts of a run made repeatable and harmless: the same answer gives the same bytes in a verdict."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
# Escape sequences and their like could repaint a teacher's terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tidy(text: str, folder: Path) -> str:
    """Without addresses, the run's own temporary folder, control characters and halves of surrogate pairs."""
    text = text.replace(f"{folder}{os.sep}", "").replace(str(folder), "the run's folder")
    text = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], _ADDRESS.sub("", text))
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
