"""report.html: the class in one file that needs nothing else, and lets nothing of a submission act.

Every value that a template prints goes through ``legible`` and is then escaped by jinja2; there is no place where one
could forget it. The page's own policy allows this style sheet and this script, by their hashes, and no request at all:
what slipped through would still be only text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.classroom.gradebook import Column, Gradebook, Row
from grader.reports import class_summary, svg_timeline
from grader.reports.legible import legible
from grader.verdict import Check, Verdict

_SIGNS = {"untouched": "○", "missing": "–", "broken": "B", "hung": "H", "crashed": "C", "review": "?"}
_ROW_OF_TEXT_PICTURE = re.compile(r"\|[ =#]+\| \d+\.\d\d-\d+\.\d\d")
_FIGURE = re.compile(r"(expected|got)  ")
_QUIET = ("passed", "untouched", "missing")


@dataclass(frozen=True)
class Cell:
    """A cell of the heat map: a colour, a sign that says the same, and words."""

    kind: str
    sign: str
    words: str


def html_text(gradebook: Gradebook) -> str:
    """The file as text. It holds no time of day: the same gradebook gives the same page, apart from ``seconds``."""
    environment = _environment()
    style, script = _asset("report.css"), _asset("report.js")
    content: dict[str, Any] = {
        "gradebook": gradebook,
        "style": Markup(style),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'",
        "reviews": class_summary.reviews(gradebook),
        "summary": class_summary,
        "geometry": svg_timeline,
    }
    return environment.get_template("report.html").render(content)


def cell(verdict: Verdict) -> Cell:
    """The cell of a verdict: the tick of what passed, the points of what did not, or a sign for why it has none."""
    words = f"{verdict.points} of {verdict.of}, {verdict.status}"
    if verdict.passed:
        return Cell("passed", "✓", words)
    if verdict.status == "failed":
        part = verdict.points / verdict.of if verdict.of else 0.0
        return Cell(f"part{min(3, int(part * 3) + (part > 0))}", str(verdict.points), words)
    return Cell(verdict.status, _SIGNS[verdict.status], words)


def reason(verdict: Verdict) -> str:
    """Why none of the checks ran, if it is one reason for all of them, else nothing."""
    messages = {check.message for check in verdict.checks if check.outcome != "skipped"}
    nothing_ran = all(check.outcome in ("not_run", "skipped") for check in verdict.checks)
    return messages.pop() if nothing_ran and len(messages) == 1 else ""


def sentences(check: Check) -> tuple[str, str]:
    """The message in two parts: what is prose, and the figures below it, which are laid out with spaces."""
    lines = check.message.splitlines()
    figures = [line for line in lines if _FIGURE.match(line)]
    return (
        ("\n".join(line for line in lines if line not in figures), "\n".join(figures))
        if figures
        else (check.message, "")
    )


def details(check: Check) -> str:
    """The text under the message, without the rows of the picture in text where the same picture is drawn."""
    if not check.timeline:
        return check.details
    lines = [line for line in check.details.splitlines() if not _ROW_OF_TEXT_PICTURE.search(line)]
    return "\n".join(lines).strip("\n")


def quiet(row: Row, columns: Sequence[Column], status: str) -> list[tuple[int, Column]]:
    """The exercises of a student about which there is no more to say than that, with their positions."""
    return [(at, column) for at, column in enumerate(columns) if row.verdicts[column.exercise].status == status]


def loud(row: Row, columns: Sequence[Column]) -> list[tuple[int, Column]]:
    """The others, with their positions."""
    return [(at, column) for at, column in enumerate(columns) if row.verdicts[column.exercise].status not in _QUIET]


def short(exercise: str) -> str:
    """The number of an exercise as people type it."""
    return exercise.partition("_")[0]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters.update(
        cell=cell, reason=reason, sentences=sentences, details=details, short=short, picture=svg_timeline.picture
    )
    environment.globals.update(quiet=quiet, loud=loud)
    return environment


def _printed(value: Any) -> Any:
    """What is printed for a value. Markup is what a template made itself, of values that were printed."""
    return legible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return (files("grader.reports") / "templates" / name).read_text("utf-8")


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
