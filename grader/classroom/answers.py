"""Which file of a submission is the answer to which exercise.

The rule, in the order in which it decides:

1. Only files that are called exactly like the exercise's own (``gather.py``) are looked at. In a clone of the course,
   which has folders such as ``exercises/03_gather``, what lies in its ``solutions``, ``grader`` and ``tests`` is not.
2. A file that is still the stub gives way to one that is not.
3. ``exercises/03_gather/gather.py`` comes before ``03_gather/gather.py``, and that before a file anywhere else.
4. Copies with the same bytes are one. Different files in equally good places: none counts. The exercise is then
   missing, and a line names both, because only a person can say which of them was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.classroom.listing import File, Listing
from grader.classroom.names import printable
from grader.course import Exercise
from grader.reports.words import name_of
from grader.worker.intake import NoAnswer
from grader.worker.limits import MEGABYTE

_MOST_COPIES = 20
_OURS = {"solutions", "grader", "tests"}


@dataclass
class Answers:
    """What was found: the bytes by exercise, why others are missing, and lines about what was left out."""

    found: dict[str, bytes] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def choose(listing: Listing, exercises: Iterable[Exercise]) -> Answers:
    """The answers in one submission."""
    answers = Answers(problems=list(listing.problems))
    chosen = list(exercises)
    roots = _clones(listing)
    named = _by_name(listing, roots)
    for exercise in chosen:
        _choose_one(exercise, named.get(exercise.answer.name, []), answers)
    return answers


def has_answers(listing: Listing, exercises: Iterable[Exercise]) -> bool:
    """Whether anything in it is called like an answer."""
    names = {exercise.answer.name for exercise in exercises}
    return any(file.name in names for file in listing.files)


def _clones(listing: Listing) -> set[tuple[str, ...]]:
    """The folders that hold an ``exercises`` folder."""
    return {file.parts[: file.parts.index("exercises")] for file in listing.files if "exercises" in file.parts[:-1]}


def _by_name(listing: Listing, roots: set[tuple[str, ...]]) -> Mapping[str, list[File]]:
    named: dict[str, list[File]] = {}
    for file in listing.files:
        parts = file.parts
        if not any(part in _OURS and parts[:depth] in roots for depth, part in enumerate(parts)):
            named.setdefault(file.name, []).append(file)
    return named


def _choose_one(exercise: Exercise, candidates: Sequence[File], answers: Answers) -> None:
    name = exercise.answer.name
    if not candidates:
        return
    if len(candidates) > _MOST_COPIES:
        _give_up(exercise, f"{len(candidates)} files are called {name}: none of them counts", answers)
        return
    sources: dict[File, bytes] = {}
    reasons = []
    for file in candidates:
        try:
            sources[file] = file.read(MEGABYTE)
        except NoAnswer as reason:
            reasons.append(f"{file.path}: {printable(str(reason))}")
    if not sources:
        _give_up(exercise, reasons[0], answers)
        answers.problems += reasons[1:]
        return
    answers.problems += reasons
    written = {file: source for file, source in sources.items() if not exercise.is_untouched(source)}
    places = sorted(written or sources, key=lambda file: (_rank(file, exercise), file.parts))
    best = [file for file in places if _rank(file, exercise) == _rank(places[0], exercise)]
    if len({sources[file] for file in best}) > 1:
        names = " and ".join(file.path for file in best[:2])
        _give_up(exercise, f"different files are called {name}, and none of them counts: {names}", answers)
        return
    answers.found[exercise.id] = sources[best[0]]
    others = [file for file in written if written[file] != sources[best[0]]]
    if others:
        answers.problems.append(f"{name_of(exercise)}: {best[0].path} counts, and {others[0].path} does not")
    elif _rank(best[0], exercise) > min(_rank(file, exercise) for file in sources):
        stub = min(sources, key=lambda file: _rank(file, exercise))
        answers.problems.append(f"{name_of(exercise)}: {stub.path} is untouched, so {best[0].path} counts")


def _rank(file: File, exercise: Exercise) -> int:
    if file.parts[-3:-1] == ("exercises", exercise.id):
        return 0
    return 1 if file.parts[-2:-1] == (exercise.id,) else 2


def _give_up(exercise: Exercise, reason: str, answers: Answers) -> None:
    answers.missing[exercise.id] = reason
    answers.problems.append(f"{name_of(exercise)}: {reason}")
