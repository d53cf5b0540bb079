"""How pytest shows a finding: the task, what happened, the learner's line, the picture, the next hint."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from grader.checks.collect import CheckModule
from grader.checks.report import Finding

_WIDTH = 80


class FailureView:
    """pytest prints this in place of a traceback. ``str()`` is the same text without colour."""

    def __init__(self, header: str, title: str, finding: Finding, hint: str, full: str = "") -> None:
        self._header, self._title, self._finding, self._hint, self._full = header, title, finding, hint, full
        self.reprcrash = _Crash(finding.message.partition("\n")[0])

    def _lines(self) -> list[tuple[str, dict[str, bool]]]:
        """Lines and how to mark them on a terminal."""
        blank: tuple[str, dict[str, bool]] = ("", {})
        lines: list[tuple[str, dict[str, bool]]] = [
            (f"{self._header:{_WIDTH - 6}}FAILED", {"bold": True, "red": True}),
            *((line, {}) for line in _wrapped(self._title)),
        ]
        if self._finding.details:
            lines.append(blank)
        for sentence in self._finding.message.split("\n"):
            lines += [(line, {"bold": True}) for line in _wrapped(sentence)]
        if self._finding.details:
            lines += [
                blank,
                *((f"  {line}".rstrip(), {}) for line in self._finding.details.split("\n")),
                blank,
            ]
        elif self._finding.where:
            lines += [(f"  {self._finding.where}", {})]
        lines.append((f"  {self._hint}", {"cyan": True}))
        if self._full:
            lines += [blank, *((line, {}) for line in self._full.split("\n"))]
        return lines

    def __str__(self) -> str:
        return "\n".join(text for text, _ in self._lines())

    def toterminal(self, writer: Any) -> None:
        """Called by pytest's terminal reporter."""
        for text, marks in self._lines():
            writer.line(_printable(text, writer), **marks)


class _Crash:
    """What pytest's one-line summary reads."""

    def __init__(self, message: str) -> None:
        self.message = message


def _wrapped(text: str) -> list[str]:
    indent = "  " + " " * (len(text) - len(text.lstrip()))
    # Figures are aligned with spaces, which wrapping would take away.
    if len(text) + 2 <= _WIDTH or text.startswith(("expected  ", "got  ")):
        return [f"  {text}"]
    return textwrap.wrap(text.strip(), _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _printable(text: str, writer: Any) -> str:
    encoding = getattr(getattr(writer, "_file", None), "encoding", None) or "ascii"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def view(item: pytest.Item, finding: Finding, full: str = "") -> FailureView:
    """The view of one failed check. ``full`` is pytest's own text, for those who asked for it."""
    from grader.hints import LEVELS, hints_seen

    module = item.getparent(CheckModule)
    assert module is not None
    exercise, spec = module.exercise, module.spec(item)
    name = exercise.lesson.tasks.get(spec.task, "")
    header = f"{exercise.short} {exercise.slug}, task {spec.task}" + (f": {name}" if name else "")
    seen = hints_seen(exercise.folder.parent.parent, exercise.id, spec.task)
    hint = f"Stuck? grader hint {exercise.short}   ({seen} of {LEVELS} seen)"
    return FailureView(header, spec.title, finding, hint, full)
