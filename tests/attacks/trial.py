"""A class in which every attack sits among honest neighbours, graded as a class is: several runs at once.

What is looked at afterwards: what each attack earned and how long it took, whether a neighbour's verdict differs from
the one it gets alone, and what is left of it all: processes, files, descriptors, changes in the course.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from attacks.catalogue import Attack
from worker.lab import processes, wait_for

from grader.course import Course, Exercise
from grader.verdict import Verdict
from grader.worker import Limits, Workers

ROOT = Path(__file__).parents[2]
KEY = b"the key of the tests of attacks"
LIMITS = Limits(check=3.0, wall=6.0)
HONEST = replace(LIMITS, wall=60.0)
"""An honest run beside one that hangs is slow, too: it gets what every run gets."""
_LAST_MOMENT = LIMITS.wall + LIMITS.grace
AT_ONCE = 3
NAMESPACES = ("pid", "mount")
"""Words of ``Verdict.isolation`` without which an attack that does harm is not run."""


@dataclass(frozen=True)
class Tried:
    """What became of an attack. ``seconds`` are of the real clock."""

    attack: Attack
    verdict: Verdict
    seconds: float

    @property
    def unearned(self) -> list[str]:
        """The checks it passed that it cannot honestly pass."""
        passed = {check.name for check in self.verdict.checks if check.points}
        return sorted(passed - self.attack.honest)


@dataclass(frozen=True)
class Neighbour:
    """An honest answer: the verdicts on it alone, and beside an attack."""

    name: str
    beside: str
    alone: Verdict
    among: Verdict

    @property
    def differences(self) -> list[tuple[Any, Any]]:
        """What differs. Checks on the real clock depend on how busy the machine is, so they are left out."""
        pairs = zip(self.alone.checks, self.among.checks, strict=True)
        told = [(_told(alone), _told(among)) for alone, among in pairs if alone.virtual_seconds is not None]
        return [(alone, among) for alone, among in told if alone != among]


def _told(check: Any) -> tuple[Any, ...]:
    return check.name, check.outcome, check.points, check.message, check.where, check.virtual_seconds


@dataclass(frozen=True)
class Left:
    """What is still there when the class has been graded, and was not before."""

    processes: Sequence[str]
    files: Sequence[str]
    descriptors: int
    changed: Sequence[str]


@dataclass(frozen=True)
class Trial:
    """A whole class.

    ``faults``: runs without a verdict, and why. ``spared``: attacks that were not run, for want of a sandbox.
    ``busy``: how many processes wanted each processor before it began.
    """

    tried: Mapping[str, Tried]
    neighbours: Sequence[Neighbour]
    faults: Mapping[str, str]
    spared: Sequence[str]
    left: Left
    isolation: str
    busy: float

    @property
    def latest(self) -> float:
        """After so many seconds a verdict is late: a second after the limit of a run, more on an overbooked machine."""
        return _LAST_MOMENT + max(1.0, self.busy / 2)


def hold(attacks: Sequence[Attack], folder: Path, policy: Literal["on", "off"]) -> Trial:
    """Grade the class in an empty folder. ``policy`` is that of the Workers; full marks always meet the canary."""
    course = _course(folder / "course", {attack.exercise for attack in attacks})
    before, busy = _digest(course.root), os.getloadavg()[0] / (os.cpu_count() or 1)
    with _surroundings(folder / "tmp") as marker:
        descriptors = len(os.listdir("/proc/self/fd"))
        with Workers(course, key=KEY, limits=LIMITS, policy=policy, canary=True) as workers:
            desk = _Desk(workers, folder / "answers")
            honest = {exercise.id: _alone(desk, exercise) for exercise in course.exercises}
            isolation = next(iter(honest.values()))[0].isolation
            held = all(word in isolation for word in NAMESPACES)
            chosen = [attack for attack in attacks if held or not attack.harm]
            servers = _settled(marker)
            tried, neighbours, faults = _grade(desk, course, chosen, honest)
            left_now = wait_for(marker, servers, 3.0) - servers
            running = [_command(pid) for pid in sorted(left_now)]
        left = Left(
            [*running, *[_command(pid) for pid in sorted(wait_for(marker, set(), 3.0))]],
            sorted(path.name for path in (folder / "tmp").iterdir()) + _litter(),
            len(os.listdir("/proc/self/fd")) - descriptors,
            sorted(name for name, digest in _digest(course.root).items() ^ before.items()),
        )
    spared = [attack.name for attack in attacks if attack not in chosen]
    return Trial(tried, neighbours, faults, spared, left, isolation, busy)


def _course(root: Path, exercises: set[str]) -> Course:
    """A copy with these exercises only: an attack that gets out of its box finds no other, and is seen."""
    for name in exercises:
        for half in ("exercises", "solutions"):
            shutil.copytree(ROOT / half / name, root / half / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "exercises" / "README.md", root / "exercises")
    for name in exercises:
        # The stub, as in a pristine tree, whatever somebody is writing there.
        exercise = Course(root).get(name)
        shutil.copy(exercise.stub, exercise.answer)
    return Course(root)


class _Desk:
    """Gives each answer a file of its own, as a class does, and has it checked."""

    def __init__(self, workers: Workers, folder: Path) -> None:
        self._workers, self._folder = workers, folder
        folder.mkdir()

    def check(self, exercise: Exercise, source: bytes, limits: Limits = HONEST) -> Verdict:
        """The verdict on these bytes."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            path = Path(folder) / exercise.answer.name
            path.write_bytes(source)
            return self._workers.check(exercise, path, limits=limits)


def _honest(exercise: Exercise) -> list[bytes]:
    """A right answer and a wrong one that runs."""
    wrong = next(path for path in exercise.bank("wrong") if "caught by: test_" in path.read_text("utf-8"))
    return [exercise.reference.read_bytes(), wrong.read_bytes()]


def _alone(desk: _Desk, exercise: Exercise) -> list[Verdict]:
    return [desk.check(exercise, source) for source in _honest(exercise)]


def _grade(
    desk: _Desk, course: Course, attacks: Sequence[Attack], alone: Mapping[str, Sequence[Verdict]]
) -> tuple[dict[str, Tried], list[Neighbour], dict[str, str]]:
    def attacked(attack: Attack) -> Tried:
        began = time.monotonic()
        verdict = desk.check(course.get(attack.exercise), attack.source, LIMITS)
        return Tried(attack, verdict, time.monotonic() - began)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs: list[tuple[Attack, Future[Tried], Future[Verdict], int]] = []
        for number, attack in enumerate(attacks):
            exercise, which = course.get(attack.exercise), number % 2
            neighbour = _honest(exercise)[which]
            runs.append((attack, pool.submit(attacked, attack), pool.submit(desk.check, exercise, neighbour), which))
    tried, neighbours, faults = {}, [], {}
    for attack, run, beside, which in runs:
        if error := run.exception():
            faults[attack.name] = f"{type(error).__name__}: {error}"
        else:
            tried[attack.name] = run.result()
        name = f"{('right', 'wrong')[which]} answer to {attack.exercise} beside {attack.name}"
        if error := beside.exception():
            faults[name] = f"{type(error).__name__}: {error}"
        else:
            neighbours.append(Neighbour(name, attack.name, alone[attack.exercise][which], beside.result()))
    return tried, neighbours, faults


@contextmanager
def _surroundings(temporary: Path) -> Iterator[str]:
    """A folder of its own for temporary files, and a text in the environment of every process that is started."""
    temporary.mkdir()
    marker, before = secrets.token_hex(8), tempfile.tempdir
    os.environ["KATA_TEST_MARKER"], tempfile.tempdir = marker, str(temporary)
    try:
        yield marker
    finally:
        tempfile.tempdir = before
        del os.environ["KATA_TEST_MARKER"]


def _settled(marker: str) -> set[int]:
    """The servers, once nothing of a run is on its way out."""
    before: set[int] = set()
    while (found := processes(marker)) != before:
        before = found
        time.sleep(0.2)
    return found


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        words = [b"gone since"]
    return f"process {pid}: {b' '.join(words)[-120:].decode('utf-8', 'replace')}"


_LITTER = ("filler", "big0", "pickled", "evil", "sitecustomize", "usercustomize", "conftest", "gather", "core")


def _litter() -> list[str]:
    """What the attacks write, in the folders into which anybody may write."""
    folders = [folder for folder in map(Path, ("/tmp", "/var/tmp", "/dev/shm", "/")) if folder.is_dir()]
    return sorted(str(path) for folder in folders for path in folder.iterdir() if path.name.startswith(_LITTER))


def _digest(root: Path) -> dict[str, str]:
    """Every file below a folder, with a hash of what is in it."""
    paths = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
