"""The course as students get it: everything to learn and to check with, and nothing that gives an answer away."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import grader
from grader.classroom.listing import is_junk
from grader.course import Course
from grader.errors import Misuse
from grader.worker.policy.policy import FILE, Policy

_PAPERS = ("pyproject.toml", "README.md", "LICENSE", ".gitignore")


def hand_out(course: Course, folder: Path) -> None:
    """Write the course for students into a new or empty folder: all of it, or nothing.

    Every answer is the stub again, whatever somebody wrote in this clone.

    Raises:
        Misuse: the folder has something in it, or cannot be made.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Misuse(f"{folder} is not empty; name a new folder for the students' course")
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise Misuse(f"cannot write {folder}: {error.strerror}; name another folder") from error
    try:
        _write(course, made)
        # A folder for temporary things is closed to others, and this one is to be shared.
        made.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        os.replace(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _write(course: Course, top: Path) -> None:
    package = Path(grader.__file__).parent
    _copy_tree(course.exercises_folder, top / "exercises")
    _copy_tree(package, top / "grader")
    for name in _PAPERS:
        for home in (course.root, package.parent):
            if (home / name).is_file():
                shutil.copyfile(home / name, top / name)
                break
    for exercise in course.exercises:
        shutil.copyfile(exercise.stub, top / exercise.answer.relative_to(course.root))
        solution = top / exercise.stub.relative_to(course.root)
        solution.parent.mkdir(parents=True)
        shutil.copyfile(exercise.stub, solution)
        # It is derived from answers that students do not have.
        (solution.parent / FILE).write_text(f"{json.dumps(Policy.of(exercise).as_message(), indent=1)}\n", "utf-8")


def _copy_tree(source: Path, target: Path) -> None:
    for path in list(_files(source)):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def _files(top: Path) -> Iterator[Path]:
    """The files below a folder without links and what tools leave behind."""
    for path in sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink() and not is_junk(path.relative_to(top).parts):
            yield path
