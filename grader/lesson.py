"""The lesson (an exercise's README.md): its title, its numbered tasks and its runnable snippets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TITLE = re.compile(r"#\s+\d+\s+(?P<slug>\w+)(?P<boss>\s+\(boss\))?\s*(?:[:—-]\s*(?P<idea>.+))?")
_TASK = re.compile(r"^(\d+)\.\s+\*\*(.+?)\*\*", re.MULTILINE)
_BLOCK = r"((?:(?!```).*\n)*)```"
_SNIPPET = re.compile(rf"^```python\n{_BLOCK}\n+```text\n{_BLOCK}", re.MULTILINE)


@dataclass(frozen=True)
class Snippet:
    """A piece of code in a lesson and what running it prints."""

    code: str
    output: str


@dataclass(frozen=True)
class Lesson:
    """What a lesson says, in parts. ``idea`` is the half sentence beside the name in the course map."""

    path: Path
    text: str
    slug: str
    idea: str
    boss: bool
    tasks: dict[int, str]
    snippets: tuple[Snippet, ...]

    @classmethod
    def read(cls, path: Path) -> Lesson:
        """Read a lesson. A missing file is an empty lesson: ``grader verify`` is what complains."""
        text = path.read_text("utf-8") if path.is_file() else ""
        title = _TITLE.match(text)
        _, _, tasks = text.partition("\n## Tasks")
        tasks = tasks.partition("\n## ")[0]
        return cls(
            path=path,
            text=text,
            slug=title["slug"] if title else "",
            idea=(title["idea"] or "").strip() if title else "",
            boss=bool(title and title["boss"]),
            tasks={int(number): name.rstrip(".:") for number, name in _TASK.findall(tasks)},
            snippets=tuple(Snippet(code, output) for code, output in _SNIPPET.findall(text)),
        )

    def section(self, title: str) -> str:
        """The text under one ``##`` heading, or an empty string."""
        _, found, rest = self.text.partition(f"\n## {title}\n")
        return rest.partition("\n## ")[0].strip() if found else ""
