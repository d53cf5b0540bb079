"""The folders hold what they should, and no module's name stands in the way of another."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from grader.claims import read_claim
from grader.course import Course, Exercise
from grader.verify.finding import Finding
from grader.verify.support import used_support

FEWEST_WRONG = 4
FEWEST_RIGHT = 2
_CACHES = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
_OWN_PACKAGES = {"grader", "exercises", "solutions", "tests"}


def prove_banks(exercise: Exercise) -> list[Finding]:
    """There are enough answers, each says what it is, and no two are the same."""
    return list(_banks(exercise))


def _banks(exercise: Exercise) -> Iterator[Finding]:
    for kind, fewest in (("wrong", FEWEST_WRONG), ("right", FEWEST_RIGHT)):
        if (found := len(exercise.bank(kind))) < fewest:
            fix = f"add {kind} answers that learners really write"
            yield Finding(exercise.solution / kind, f"{fewest} answers or more", str(found), fix)
    seen: dict[str, Path] = {}
    for path in exercise.bank("wrong"):
        claim = read_claim(path)
        if not claim.misconception or not claim.says:
            lacking = "says:" if claim.misconception else "misconception"
            fix = "begin the file with the misconception in a sentence, then 'caught by:' and 'says:' lines"
            yield Finding(path, "a header that says what is wrong and what helps", f"no {lacking}", fix)
        twin = seen.setdefault(_text(path), path)
        if twin is not path:
            yield Finding(path, "an answer of its own", f"the same text as {twin.name}", "remove one of them")


def _text(path: Path) -> str:
    return " ".join(path.read_text("utf-8-sig").split())


def prove_names(course: Course, exercise: Exercise) -> list[Finding]:
    """Module names are unique in the course and shadow nothing that can be imported."""
    findings = []
    for name in sorted(_modules(exercise)):
        file = exercise.folder / f"{name}.py"
        if name in sys.stdlib_module_names:
            findings.append(Finding(file, "a name of its own", f"{name} is in the standard library", "rename it"))
        elif name in _OWN_PACKAGES or name in installed_names():
            findings.append(Finding(file, "a name of its own", f"{name} is an installed package", "rename it"))
        for other in course.exercises:
            if other != exercise and name in _modules(other):
                findings.append(Finding(file, "a name of its own", f"{other.id} has a {name}, too", "rename one"))
    return findings


def _modules(exercise: Exercise) -> set[str]:
    support = {path.stem for path in used_support(exercise)}
    return {exercise.slug, exercise.checks_file.stem, *support}


@cache
def installed_names() -> frozenset[str]:
    """What the distributions that this project depends on, directly or not, call their top-level modules."""
    from importlib.metadata import PackageNotFoundError, packages_distributions, requires

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    needed: set[str] = set()
    waiting = ["async-katas"]
    while waiting:
        try:
            lines = requires(waiting.pop()) or []
        except PackageNotFoundError:
            continue
        names = {canonicalize_name(Requirement(line).name) for line in lines}
        waiting.extend(names - needed)
        needed |= names
    owners = packages_distributions().items()
    return frozenset(top for top, dists in owners if any(canonicalize_name(dist) in needed for dist in dists))


def prove_tidy(exercise: Exercise, pristine: bool) -> list[Finding]:
    """Nothing unexpected lies about; in a pristine tree the learner's folder is as it was shipped, too."""
    expected = {exercise.reference, exercise.stub, exercise.notes, *exercise.bank("right"), *exercise.bank("wrong")}
    fix = "delete it, or move it where it belongs"
    findings = [
        Finding(path, "only the reference, stub.py, README.md, right/ and wrong/", "an unexpected file", fix)
        for path in _stray(exercise.solution, expected)
    ]
    findings += [
        Finding(path, "a file", "it is missing", "write it")
        for path in (exercise.reference, exercise.stub, exercise.notes)
        if not path.is_file()
    ]
    return findings + _pristine(exercise) if pristine else findings


def _pristine(exercise: Exercise) -> list[Finding]:
    own = {exercise.lesson.path, exercise.hints_file, exercise.answer, exercise.checks_file, exercise.demo}
    support = used_support(exercise)
    code = "".join(path.read_text("utf-8") for path in (exercise.stub, exercise.checks_file, *support))
    fix = "delete it, or let the stub, the checks or their support use it"
    findings = [
        Finding(path, "only the lesson, hints, stub, checks and what they use", "an unexpected file", fix)
        for path in _stray(exercise.folder, own | support)
        # A data file is in use when the code names it.
        if path.suffix == ".py" or path.name not in code
    ]
    if not exercise.answer.is_file() or exercise.answer.read_bytes() != exercise.stub.read_bytes():
        fix = f"grader reset {exercise.short}"
        findings.append(Finding(exercise.answer, "the same bytes as stub.py", "they differ", fix))
    return findings


def _stray(folder: Path, expected: set[Path]) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink())
    return [path for path in files if path not in expected and not _CACHES.intersection(path.parts)]


def prove_whole(course: Course) -> list[Finding]:
    """Every folder of the course belongs to an exercise: the same names under exercises/ and solutions/."""
    known = {exercise.id for exercise in course.exercises}
    twice = [number for number, times in Counter(e.number for e in course.exercises).items() if times > 1]
    findings = [
        Finding(course.exercises_folder, "each number once", f"{number:02} twice", "renumber one") for number in twice
    ]
    for folder in sorted((course.root / "solutions").iterdir()):
        if folder.is_dir() and folder.name not in known | _CACHES:
            fix = "rename it as its exercise, or delete it"
            findings.append(Finding(folder, "a folder of an exercise", "exercises/ has none of that name", fix))
    return findings
