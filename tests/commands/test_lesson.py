"""The lesson of an exercise, read in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.lesson import Lesson, Snippet


def read(folder: Path, text: str) -> Lesson:
    """The lesson with this text."""
    (folder / "README.md").write_text(text, "utf-8")
    return Lesson.read(folder / "README.md")


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("# 03 gather: wait for three things", ("gather", "wait for three things", False)),
        ("# 06 tiny_event_loop (boss): write the loop", ("tiny_event_loop", "write the loop", True)),
        ("# 03 gather", ("gather", "", False)),
        ("Gather", ("", "", False)),
    ],
)
def test_title_has_a_name_an_idea_and_a_mark(tmp_path: Path, title: str, parts: tuple[str, str, bool]) -> None:
    """The first line names the exercise, its idea, and whether it is a boss."""
    lesson = read(tmp_path, f"{title}\n\n## The idea\n")

    assert (lesson.slug, lesson.idea, lesson.boss) == parts


def test_only_code_with_its_output_is_a_snippet(tmp_path: Path) -> None:
    """A python block alone is an illustration; a text block right after it makes it a snippet."""
    alone, pair = "```python\nawait x\n```\n", "```python\nprint(1)\n```\n\n```text\n1\n```\n"

    assert read(tmp_path, f"# 01 a: b\n\n{alone}\nWords.\n\n{pair}").snippets == (Snippet("print(1)\n", "1\n"),)


def test_missing_lesson_is_an_empty_one(tmp_path: Path) -> None:
    """Whoever reads needs no special case; ``grader verify`` is what complains."""
    assert Lesson.read(tmp_path / "README.md").text == ""
