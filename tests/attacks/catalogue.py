"""The bank of hostile answers: what each of them is, read from its header.

A header is the docstring at the top, or leading ``#`` lines where a file does not parse, as in the banks of wrong
answers:

- ``exercise:`` which one it is handed in for;
- ``catalogue:`` numbers of the catalogue of known attacks on graders, or ``own``: written against this code base;
- ``honest:`` the checks that it may pass, because it does that part of the work, or because they hold of any answer;
- ``harm:`` what it would do to a machine that does not hold it. Such an answer is only run where namespaces do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course

ANSWERS = Path(__file__).parent / "answers"
BOM_AND_CRLF = "I70_bom_and_crlf"
"""The one that is right: it breaks some graders, and must pass."""

_FIELD = re.compile(r"^(?:# )?(exercise|catalogue|honest|harm): (.*)$", re.MULTILINE)

CLASSES = {
    "A": "ending the run early",
    "B": "shadowing, configuration",
    "C": "forging the report",
    "D": "stealing the answers",
    "E": "values that lie",
    "F": "never ending",
    "G": "eating the machine",
    "H": "attacking neighbours",
    "I": "input that breaks graders",
    "J": "asyncio itself",
    "K": "written against this code",
}
"""The classes of the catalogue, by the first letter of an attack's name, and one for those that know this project."""


@dataclass(frozen=True)
class Attack:
    """One hostile answer."""

    name: str
    exercise: str
    source: bytes
    numbers: frozenset[int] = frozenset()
    honest: frozenset[str] = frozenset()
    harm: str = ""

    @property
    def kind(self) -> str:
        """The letter of its class."""
        return self.name[0]


def attacks() -> list[Attack]:
    """All hostile answers that are files, and those that are no text and so are made here."""
    found = [read(path.stem, path.read_bytes()) for path in sorted(ANSWERS.glob("*.py"))]
    return sorted([*found, *_made()], key=lambda attack: attack.name)


def read(name: str, source: bytes) -> Attack:
    """An attack from its source.

    Raises:
        ValueError: its header lacks the exercise or the number.
    """
    fields: dict[str, list[str]] = {"exercise": [], "catalogue": [], "honest": [], "harm": []}
    for field, value in _FIELD.findall(_header(source.decode("utf-8", "replace"))):
        fields[field].append(value)
    if not fields["exercise"] or not fields["catalogue"]:
        raise ValueError(f"{name}: the header needs 'exercise:' and 'catalogue:'")
    return Attack(
        name,
        fields["exercise"][0],
        source,
        frozenset(int(number) for number in re.findall(r"\d+", fields["catalogue"][0])),
        frozenset(re.findall(r"\w+", ",".join(fields["honest"]))),
        " ".join(fields["harm"]),
    )


def _header(text: str) -> str:
    try:
        return ast.get_docstring(ast.parse(text)) or ""
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(line for line in text.splitlines() if line.startswith("#"))


def _made() -> Iterator[Attack]:
    """Sources that no editor would keep as they are."""
    for name, number, source in (
        ("I68_nul_bytes", 68, b"\0\0\0async def collect(first, second, third):\0 return []\n"),
        ("I69_latin_1", 69, b"# caf\xe9\nasync def collect(first, second, third):\n    return []\n"),
        ("I69_an_unknown_encoding", 69, b"# -*- coding: klingon -*-\nasync def collect(*_): return []\n"),
        ("I69_utf_7", 69, b"# -*- coding: utf-7 -*-\n+AGkAbQBwAG8AcgB0- os; os._exit(0)\n"),
        ("I75_nested_too_deeply", 75, b"deep = " + b"(" * 100_000),
        ("I75_a_long_sum", 75, b"deep = " + b"-" * 200_000 + b"1\n"),
        ("I75_a_million_bytes", 75, b"x = [" + b"[],".ljust(3) * 349_000 + b"]\n"),
        ("I75_more_than_a_megabyte", 75, b"#" * (1 << 20) + b"\n"),
        ("I76_nothing_at_all", 76, b""),
    ):
        yield Attack(name, "03_gather", source, frozenset({number}))
    exercise = Course(Path(__file__).parents[2]).get("04")
    source = b"\xef\xbb\xbf" + exercise.reference.read_bytes().replace(b"\n", b"\r\n")
    yield Attack(BOM_AND_CRLF, exercise.id, source, frozenset({70}), frozenset(check.name for check in exercise.checks))
