"""From a folder of submissions, or one archive of them all, to what each student handed in.

A submission is a folder or an archive at the top of the class. Whatever is in it, the result is a Submission: what
cannot be used is a line in its ``problems``, and never the end of the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from grader.classroom.answers import Answers, choose, has_answers
from grader.classroom.archive import LARGEST, list_archive, stem
from grader.classroom.listing import File, Listing, NotReadable, is_junk, list_folder
from grader.classroom.names import printable, unique_ids
from grader.course import Course, Exercise
from grader.errors import Misuse
from grader.worker.intake import NoAnswer, read_answer
from grader.worker.limits import MEGABYTE

_MOST_PROBLEMS = 20
"""Lines about one submission. Who hands in a thousand broken links shall not fill the report with them."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in."""

    id: str
    answers: Answers


@dataclass(frozen=True)
class HandedIn:
    """What a class handed in, by id. ``problems`` are lines about what is nobody's submission."""

    submissions: Sequence[Submission]
    problems: Sequence[str]


@dataclass(frozen=True)
class _Entry:
    """Something at the top of a class: ``open`` lists what is in it."""

    name: str
    owner: str
    open: Callable[[], Listing]


def collect(source: Path, course: Course, exercises: Sequence[Exercise]) -> HandedIn:
    """Everything that lies in ``source``.

    Raises:
        Misuse: there is no such folder or archive, or nothing in it.
    """
    if not source.exists():
        raise Misuse(f"no submissions: {source} does not exist")
    entries, problems = _entries(source, course)
    if not entries:
        raise Misuse(f"no submissions in {source}: expected a folder or a zip or tar archive for each student")
    ids = unique_ids({entry.name: entry.owner for entry in entries})
    submissions = [Submission(ids[entry.name], _answers(entry, ids[entry.name], exercises)) for entry in entries]
    return HandedIn(sorted(submissions, key=lambda submission: submission.id), problems)


def _entries(source: Path, course: Course) -> tuple[list[_Entry], list[str]]:
    wanted = {exercise.answer.name for exercise in course.exercises}
    try:
        if source.is_dir():
            return _of_folder(source, wanted | {exercise.id for exercise in course.exercises})
        listing = list_archive(read_answer(source, LARGEST), lambda name: _wanted_bytes(name, wanted))
    except (NotReadable, NoAnswer) as error:
        raise Misuse(f"{source}: {error}") from error
    except OSError as error:
        raise Misuse(f"{source} cannot be read: {error.strerror}") from error
    return _of_archive(listing, wanted | {exercise.id for exercise in course.exercises})


def _wanted_bytes(name: str, names: set[str]) -> int:
    return LARGEST if stem(name) is not None else MEGABYTE if name in names else 0


def _of_folder(source: Path, own_names: set[str]) -> tuple[list[_Entry], list[str]]:
    entries, problems = [], []
    paths = sorted(path for path in source.iterdir() if not is_junk((path.name,)))
    if any(_is_inside(path.name, own_names) for path in paths):
        raise Misuse(f"{source} is a submission itself; name the folder that holds one for each student")
    for path in paths:
        owner = stem(path.name)
        if path.is_symlink():
            kind = "a symbolic link, which is not followed"
            if path.is_dir() or owner is not None:
                entries.append(_Entry(path.name, owner or path.name, _closed(f"it is {kind}")))
            else:
                problems.append(f"{printable(path.name)} is {kind}")
        elif path.is_dir():
            entries.append(_Entry(path.name, path.name, partial(list_folder, path)))
        elif owner is not None:
            file = File((path.name,), partial(read_answer, path))
            entries.append(_Entry(path.name, owner, partial(_unpack, file)))
        else:
            problems.append(f"{printable(path.name)} is neither a folder nor an archive, and was left out")
    return entries, problems


def _of_archive(listing: Listing, own_names: set[str]) -> tuple[list[_Entry], list[str]]:
    """A class in one archive: its top is unwrapped if that is a single folder and not somebody's submission."""
    files, problems = listing.files, list(listing.problems)
    if len({file.parts[0] for file in files}) == 1:
        below = _below(files)
        holds_folders = any(len(file.parts) > 1 or file.kind == "a directory" or stem(file.name) for file in below)
        if holds_folders and not any(_is_inside(file.parts[0], own_names) for file in below):
            files = below
    # The files are in the order of their paths.
    tops = {top: list(inside) for top, inside in groupby(files, key=lambda file: file.parts[0])}
    if any(_is_inside(top, own_names) for top in tops):
        raise Misuse("the archive is a submission itself; put it into a folder that holds one for each student")
    entries = []
    for top, inside in tops.items():
        below = _below(inside)
        owner = stem(top)
        if below or inside[0].kind == "a directory":
            entries.append(_Entry(top, top, partial(Listing, below)))
        elif owner is not None:
            entries.append(_Entry(top, owner, partial(_unpack, inside[0])))
        else:
            problems.append(f"{printable(top)} is neither a folder nor an archive, and was left out")
    return entries, problems


def _below(files: Iterable[File]) -> list[File]:
    return [File(file.parts[1:], file.read, file.kind) for file in files if len(file.parts) > 1]


def _is_inside(name: str, own_names: set[str]) -> bool:
    """Whether this is a name from the inside of a submission."""
    return name == "exercises" or name in own_names


def _closed(reason: str) -> Callable[[], Listing]:
    def refuse() -> Listing:
        raise NotReadable(reason)

    return refuse


def _unpack(file: File) -> Listing:
    try:
        data = file.read(LARGEST)
    except NoAnswer as reason:
        raise NotReadable(str(reason)) from reason
    # An archive in an archive in an archive is nobody's honest submission.
    return list_archive(data, lambda name: MEGABYTE if name.endswith(".py") else 0)


def _answers(entry: _Entry, id: str, exercises: Iterable[Exercise]) -> Answers:
    chosen = list(exercises)
    try:
        listing = entry.open()
        archives = [file for file in listing.files if len(file.parts) == 1 and stem(file.name) is not None]
        if len(archives) == 1 and not has_answers(listing, chosen):
            inner = _unpack(archives[0])
            listing = Listing(inner.files, [*listing.problems, *inner.problems])
        answers = choose(listing, chosen)
    except (NotReadable, OSError) as error:
        reason = printable((error.strerror if isinstance(error, OSError) else str(error)) or "unknown")
        answers = Answers(problems=[f"the submission: {reason}"])
        answers.missing = {exercise.id: f"the submission could not be read: {reason}" for exercise in chosen}
    if not answers.found and not answers.missing:
        answers.problems.append("no answer was found in it")
    if id != entry.owner:
        answers.problems.insert(0, f"handed in as {printable(entry.name)}")
    if (rest := len(answers.problems) - _MOST_PROBLEMS) > 0:
        answers.problems[_MOST_PROBLEMS:] = [f"and {rest} more like these"]
    return answers
