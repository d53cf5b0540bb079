"""Course, Chapter and Exercise: finds the folders. Nothing else knows the layout.

Nothing is written down twice: the order is the folder's number, chapters are the headings of
``exercises/README.md``, titles and tasks come from each lesson, checks and points from the checks' own source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.checklist import CheckSpec, read_checklist
from grader.errors import Misuse
from grader.lesson import Lesson

_FOLDER = re.compile(r"(\d{2,3})_([a-z][a-z0-9_]*)")
_CHAPTER = re.compile(r"^##\s+(\d+)\s*(?:[-–]|to)\s*(\d+)\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Exercise:
    """One exercise: the same folder name under exercises/ and under solutions/."""

    number: int
    slug: str
    folder: Path
    solution: Path

    @property
    def id(self) -> str:
        """The folder's name, such as ``03_gather``."""
        return self.folder.name

    @property
    def short(self) -> str:
        """The number as people type it, such as ``03``."""
        return self.id.partition("_")[0]

    @property
    def answer(self) -> Path:
        """The only file a learner edits."""
        return self.folder / f"{self.slug}.py"

    @property
    def checks_file(self) -> Path:
        """The checks."""
        return self.folder / f"test_{self.slug}.py"

    @property
    def hints_file(self) -> Path:
        """Three hints a task."""
        return self.folder / "hints.md"

    @property
    def demo(self) -> Path:
        """What ``grader demo`` plays with the learner's answer. Few exercises have it."""
        return self.folder / "demo.py"

    @property
    def stub(self) -> Path:
        """The untouched starting point."""
        return self.solution / "stub.py"

    @property
    def reference(self) -> Path:
        """The reference answer. A course handed out to learners does not have it."""
        return self.solution / f"{self.slug}.py"

    @property
    def notes(self) -> Path:
        """The text shown after passing."""
        return self.solution / "README.md"

    def bank(self, kind: str) -> list[Path]:
        """The answers in ``solutions/.../right`` or ``.../wrong``, in the order of their names."""
        return sorted((self.solution / kind).glob("*.py"))

    @property
    def support(self) -> list[Path]:
        """Other modules in the exercise's folder, which the stub or the checks import."""
        own = {self.answer, self.checks_file, self.demo}
        return [path for path in sorted(self.folder.glob("*.py")) if path not in own]

    @cached_property
    def lesson(self) -> Lesson:
        """The lesson, read once."""
        return Lesson.read(self.folder / "README.md")

    @cached_property
    def checks(self) -> tuple[CheckSpec, ...]:
        """What the checks are, read from their source and never by running them."""
        return read_checklist(self.checks_file)

    def is_untouched(self, source: bytes) -> bool:
        """Whether these bytes are still the stub; a byte order mark and line ends do not count."""
        return _plain(source) == _plain(self.stub.read_bytes())


def _plain(source: bytes) -> bytes:
    return source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


@dataclass(frozen=True)
class Chapter:
    """A heading of the course map and the exercises in its range of numbers."""

    title: str
    exercises: tuple[Exercise, ...]


class Course:
    """A folder with ``exercises/README.md`` and ``solutions/``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def is_root(folder: Path) -> bool:
        """Whether this folder is the top of a course."""
        return (folder / "exercises" / "README.md").is_file() and (folder / "solutions").is_dir()

    @classmethod
    def find(cls, start: Path) -> Course | None:
        """The course that ``start`` (a file or folder, absolute) lies in."""
        return next((cls(folder) for folder in (start, *start.parents) if cls.is_root(folder)), None)

    @classmethod
    def here(cls) -> Course:
        """The course of the current folder.

        Raises:
            Misuse: there is none; the text says where it looked.
        """
        start = Path.cwd()
        if course := cls.find(start):
            return course
        raise Misuse(
            f"no course here: looked for exercises/README.md and solutions/ in {start} and the folders above it. "
            "Go to your clone of async-katas and try again"
        )

    @property
    def exercises_folder(self) -> Path:
        """Where the learner works."""
        return self.root / "exercises"

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises by number."""
        found = []
        for folder in self.exercises_folder.iterdir():
            name = _FOLDER.fullmatch(folder.name)
            if name and folder.is_dir():
                solution = self.root / "solutions" / folder.name
                found.append(Exercise(int(name[1]), name[2], folder, solution))
        return tuple(sorted(found, key=lambda exercise: exercise.number))

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The headings of the course map that have exercises. What no heading covers comes last."""
        text = (self.exercises_folder / "README.md").read_text("utf-8")
        ranges = [(int(low), int(high), title) for low, high, title in _CHAPTER.findall(text)]
        chapters = []
        for low, high, title in ranges:
            if inside := tuple(e for e in self.exercises if low <= e.number <= high):
                chapters.append(Chapter(title, inside))
        covered = {exercise for chapter in chapters for exercise in chapter.exercises}
        if rest := tuple(e for e in self.exercises if e not in covered):
            chapters.append(Chapter("More", rest))
        return tuple(chapters)

    def get(self, name: str) -> Exercise:
        """The exercise that a learner means by ``3``, ``03``, ``03_gather``, ``gather`` or a path to its files.

        Raises:
            Misuse: there is none; the text names the nearest ones.
        """
        last = Path(name).name
        for exercise in self.exercises:
            by_number = last.isdigit() and int(last) == exercise.number
            if by_number or last in (exercise.id, exercise.slug, exercise.answer.name):
                return exercise
        raise Misuse(self.unknown(last))

    def unknown(self, name: str) -> str:
        """The one line for an exercise that does not exist: it names the nearest ones."""
        nearest = ", ".join(exercise.id for exercise in self._nearest(name))
        return f"no exercise {name!r} in {self.exercises_folder}; " + (
            f"the nearest: {nearest}" if nearest else "the folder has none"
        )

    def _nearest(self, name: str) -> Iterable[Exercise]:
        if name.isdigit():
            by_distance = sorted(self.exercises, key=lambda e: (abs(e.number - int(name)), e.number))
            return by_distance[:2]
        from difflib import get_close_matches

        slugs = get_close_matches(name, [e.slug for e in self.exercises] + [e.id for e in self.exercises], 2, 0.4)
        close = [e for e in self.exercises if e.slug in slugs or e.id in slugs]
        return close or self.exercises[:2]

    def containing(self, path: Path) -> Exercise | None:
        """The exercise whose folder this path is, or lies in."""
        folders = {path, *path.parents}
        return next((exercise for exercise in self.exercises if exercise.folder in folders), None)
