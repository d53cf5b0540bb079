"""Somebody who grades a class: a small real course, submissions as files, and the real command."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commands.tiny_course import answer, right_answer, write, write_course
from commands.typing_learner import Learner, Printed

from grader.classroom.book import read_gradebook, without_times
from grader.classroom.gradebook import Gradebook, Row
from grader.classroom.journal import Journal

TEA, TOAST, FEAST = (right_answer(slug) for slug in ("tea", "toast", "feast"))
EARLY = answer("tea", 'return "tea"', about="Nobody waits.")


@dataclass(frozen=True)
class School:
    """A course, the folder of submissions, and the gradebook that comes out."""

    root: Path

    @classmethod
    def founded(cls, root: Path) -> School:
        """A school with a course of three exercises and no submissions."""
        write_course(root / "course")
        (root / "submissions").mkdir()
        return cls(root)

    @property
    def course(self) -> Path:
        """The instructor's own tree."""
        return self.root / "course"

    @property
    def submissions(self) -> Path:
        """What the students handed in."""
        return self.root / "submissions"

    @property
    def out(self) -> Path:
        """Where the gradebook goes."""
        return self.root / "out"

    def hands_in(self, path: str, text: str = TEA) -> Path:
        """A student hands in a file, such as ``ada/tea.py``."""
        write(self.submissions / path, text)
        return self.submissions / path

    @property
    def instructor(self) -> Learner:
        """Who types commands, in the course."""
        return Learner(self.course)

    def words(self, *more: str, out: Path | None = None) -> list[str]:
        """The command that grades the class."""
        return ["class", str(self.submissions), "--out", str(out or self.out), *more]

    def grades(self, *more: str, out: Path | None = None, **environment: str) -> Printed:
        """Grade the class and wait for it."""
        return self.plain(self.instructor.types(*self.words(*more, out=out), **environment))

    def types(self, *words: str, folder: Path | None = None) -> Printed:
        """Run any other command and wait for it."""
        return self.plain(self.instructor.types(*words, folder=folder))

    def plain(self, printed: Printed) -> Printed:
        """Without the name of the temporary folder, and without the progress that a slow machine prints."""
        text = str(self.root)
        err = re.sub(r"(?m)^Grading: \d+ of .*\n", "", printed.err.replace(text, "ROOT"))
        return Printed(printed.status, printed.out.replace(text, "ROOT"), err)

    def gradebook(self, out: Path | None = None) -> Gradebook:
        """The gradebook, without times."""
        with Journal(out or self.out) as journal:
            return without_times(read_gradebook(out or self.out, journal.verdicts))

    def rows(self) -> Mapping[str, Row]:
        """Its rows by id."""
        return {row.student.id: row for row in self.gradebook().rows}

    def statuses(self, student: str) -> list[str]:
        """How a student's answers did, in the order of the exercises."""
        return [verdict.status for verdict in self.rows()[student].verdicts.values()]

    def journal(self) -> list[str]:
        """The keys in the journal, one for each line of it that is whole."""
        try:
            lines = (self.out / "journal.jsonl").read_bytes().split(b"\n")[:-1]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [json.loads(line)["key"] for line in lines]

    def stopped_after(self, lines: int, number: int = signal.SIGKILL, *more: str) -> Printed:
        """Start to grade the class, and end the grader by a signal when the journal has so many lines."""
        child = self.instructor.starts(*self.words(*more))
        until = time.monotonic() + 60
        while len(self.journal()) < lines and child.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        child.send_signal(number)
        out, err = child.communicate(timeout=60)
        return self.plain(Printed(child.returncode, out, err))


__all__ = ["EARLY", "FEAST", "TEA", "TOAST", "School", "answer", "right_answer", "write"]
