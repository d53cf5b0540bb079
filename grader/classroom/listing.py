"""What lies in a submission: a folder or an archive as one flat list of files. Nothing is ever extracted.

Only the bytes that somebody asks for are read, up to a limit, into memory. So no name in an archive can leave a
folder, replace a file or fill a disk. The limits here are against what is merely endless.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from grader.classroom.names import printable
from grader.worker.intake import NoAnswer, read_answer

MOST_ENTRIES = 50_000
"""Files and folders in a submission, or in an archive: a virtual environment handed in by mistake still fits."""

DEEPEST = 12
"""Folders one inside the other. An answer in a clone, in a folder, in a class, is five deep."""

_LONGEST_NAME = 255
_JUNK = {
    *("__MACOSX", "__pycache__", "node_modules", "site-packages", "venv"),
    *(".git", ".venv", ".grader", ".idea", ".vscode", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".DS_Store"),
}


class NotReadable(Exception):
    """A submission that cannot be looked into. The text says why."""


@dataclass(frozen=True)
class File:
    """An entry that is not a folder to look into. ``kind`` says what it is if it is no regular file.

    ``read`` gives all its bytes, of which there may be so many.
    It raises NoAnswer, with the reason, when there is nothing to read, or more.
    """

    parts: tuple[str, ...]
    read: Callable[[int], bytes]
    kind: str = ""

    @property
    def name(self) -> str:
        """The last part."""
        return self.parts[-1]

    @property
    def path(self) -> str:
        """The path inside the submission, fit for a screen."""
        return printable("/".join(self.parts))


@dataclass
class Listing:
    """The files of a submission in the order of their paths, and lines about what was left out."""

    files: list[File] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def nothing_to_read(name: str, kind: str) -> Callable[[int], bytes]:
    """The ``read`` of what is no regular file."""

    def refuse(limit: int) -> bytes:
        raise NoAnswer(f"{printable(name)} is {kind}, not a regular file")

    return refuse


def is_junk(parts: tuple[str, ...]) -> bool:
    """Whether a path lies in what systems and tools leave behind, which nobody means to hand in."""
    return any(part in _JUNK or part.startswith("._") for part in parts)


def usable(parts: tuple[str, ...]) -> bool:
    """Whether a name in an archive is one that a folder could have, and stays inside the archive."""
    return bool(parts) and all(
        part not in ("", ".", "..") and "\0" not in part and len(part.encode("utf-8", "replace")) <= _LONGEST_NAME
        for part in parts
    )


def list_folder(top: Path) -> Listing:
    """The files below a folder. No link is followed.

    Raises:
        NotReadable: the folder cannot be read, or has no end.
    """
    listing, seen, too_deep = Listing(), 0, False
    places: list[tuple[tuple[str, ...], Path]] = [((), top)]
    while places:
        parts, folder = places.pop()
        for entry in _entries(folder, parts, listing):
            seen += 1
            if seen > MOST_ENTRIES:
                raise NotReadable(f"more than {MOST_ENTRIES} files")
            here = (*parts, entry.name)
            if is_junk(here):
                continue
            if not entry.is_dir(follow_symlinks=False):
                listing.files.append(_file(here, Path(entry.path)))
            elif len(here) > DEEPEST:
                too_deep = True
            else:
                # A folder that is called like an answer is in the way of one, and is told apart by its kind.
                listing.files.append(File(here, nothing_to_read(entry.name, "a directory"), "a directory"))
                places.append((here, Path(entry.path)))
    if too_deep:
        listing.problems.append(f"folders more than {DEEPEST} deep were not looked into")
    listing.files.sort(key=lambda file: file.parts)
    return listing


def _entries(folder: Path, parts: tuple[str, ...], listing: Listing) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        if not parts:
            raise NotReadable(f"cannot be read: {error.strerror}") from error
        listing.problems.append(f"{printable('/'.join(parts))} cannot be read: {error.strerror}")


def _file(parts: tuple[str, ...], path: Path) -> File:
    regular = path.is_file() and not path.is_symlink()
    return File(parts, partial(read_answer, path), "" if regular else "no regular file")
