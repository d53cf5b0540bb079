"""What an answer in a bank claims about itself, in its header.

::

    \"""Awaits each coroutine before the next one starts.

    caught by: test_three_waits_take_one_second
    says: ran one after another
    needs: Python 3.13
    \"""

The first paragraph is the misconception. ``caught by`` names the check that must fail, or ``import`` for an answer
that does not import. ``says`` may occur several times: words that must be in the message. ``needs`` skips the answer
on an older Python, or where a package is not installed, as in ``needs: psycopg``. An answer whose mistake is that it
does not parse has the same text in leading ``#`` lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from grader.checklist import first_paragraph

_DOCSTRING = re.compile(r'\A(?:\s*#[^\n]*\n)*\s*[rR]?("""|\'\'\')(.*?)\1', re.DOTALL)
_COMMENTS = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*")
_FIELD = re.compile(r"^[ \t]*(caught by|says|needs)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_PYTHON = re.compile(r"Python (\d+)\.(\d+)")
_PACKAGE = re.compile(r"[a-z]\w*")


@dataclass(frozen=True)
class Claim:
    """A header, read."""

    misconception: str
    caught_by: str
    says: tuple[str, ...]
    needs: tuple[int, int] | None
    package: str = ""

    def unmet(self, running: tuple[int, int]) -> str:
        """Why this answer says nothing on that Python, or an empty string."""
        if self.needs and running < self.needs:
            return f"needs Python {self.needs[0]}.{self.needs[1]}"
        if self.package and find_spec(self.package) is None:
            return f"needs {self.package}"
        return ""


def read_claim(path: Path) -> Claim:
    """Read the header from the text alone: it must work for an answer that does not parse."""
    header = _header(path.read_text("utf-8-sig"))
    fields = [(name, value) for name, value in _FIELD.findall(header) if value]
    python = next((found for name, value in fields if name == "needs" and (found := _PYTHON.match(value))), None)
    return Claim(
        misconception=first_paragraph(_FIELD.sub("", header)),
        caught_by=next((value for name, value in fields if name == "caught by"), ""),
        says=tuple(value for name, value in fields if name == "says"),
        needs=(int(python[1]), int(python[2])) if python else None,
        package=next((value for name, value in fields if name == "needs" and _PACKAGE.fullmatch(value)), ""),
    )


def _header(source: str) -> str:
    if docstring := _DOCSTRING.match(source):
        return docstring[2]
    comments = _COMMENTS.match(source)
    lines = comments[0].splitlines() if comments else []
    return "\n".join(line.strip().removeprefix("#").removeprefix(" ") for line in lines)
