"""Classes that nobody taught: as many students as you like, with answers from the banks. The same seed, the same class.

Usage: python tests/synthetic_class.py DIR [--students 30] [--seed 7] [--hostile 0.1] [--exercises 03,07]

Each student is good, middling or weak, and has handed in right, wrong, half written, broken, untouched and no answers
accordingly; some are hostile. They hand in clones of the course, folders, loose files, zip and tar archives.

Beside DIR, never in it, lie ``DIR.expected.json``, which tells for each student and exercise the kind of answer, the
statuses it may get, and the most points (``least`` too: only right answers have one), and ``DIR.roster.csv``. Without
namespaces to hold them, grade no class with hostile answers in it: some of them harm the machine.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from attacks.catalogue import Attack, attacks

from grader.claims import read_claim
from grader.course import Course, Exercise

COURSE = Course(Path(__file__).parents[1])
FIRST = "Amira Björn Chidi Dolores Emre Fatima Giulia Hana Ivo Jun Kofi Lena Mateo Noor Olga Paulo Quinn Rosa Tomás"
LAST = "Abara Bach Costa Dupont Evans Fischer Garcia Haddad Ivanov Jones Kowalski Larsen Meyer Nakamura Okafor Patel"
LAYOUTS = ("clone", "folders", "loose", "zip", "tar.gz", "zipped clone")

MIXES: Mapping[str, Mapping[str, float]] = {
    "good": {"right": 0.85, "wrong": 0.1, "missing": 0.05},
    "middling": {"right": 0.5, "wrong": 0.35, "broken": 0.05, "stub": 0.05, "missing": 0.05},
    "weak": {"right": 0.15, "wrong": 0.4, "broken": 0.15, "stub": 0.15, "missing": 0.15},
}
"""How likely each kind of answer is, for each kind of student."""


@dataclass(frozen=True)
class Expected:
    """What is known about an answer before it is graded: its kind, its possible statuses, and its points."""

    kind: str
    source: str
    statuses: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Made:
    """A class on disk. ``expected`` is by student, then by exercise."""

    folder: Path
    expected: Mapping[str, Mapping[str, Expected]]

    def __str__(self) -> str:
        kinds = Counter(answer.kind for answers in self.expected.values() for answer in answers.values())
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        return f"{self.folder}: {len(self.expected)} students, {sum(kinds.values())} answers: {told}"


def make_class(
    folder: Path,
    *,
    students: int = 30,
    seed: int = 7,
    hostile: float = 0.1,
    exercises: Sequence[Exercise] = COURSE.exercises,
    harmless: bool = False,
) -> Made:
    """Make a class in a folder that does not exist yet.

    Args:
        folder: where.
        students: how many.
        seed: decides everything.
        hostile: the share of students who hand in attacks wherever there is one for the exercise.
        exercises: which ones were set.
        harmless: leave out attacks that harm a machine which does not hold them.
    """
    folder.mkdir(parents=True)
    bank: dict[str, list[Attack]] = {}
    for attack in attacks():
        if not (harmless and attack.harm):
            bank.setdefault(attack.exercise, []).append(attack)
    chance = random.Random(seed)
    names = _names(students, chance)
    enemies = set(chance.sample(names, round(hostile * students)))
    expected = {}
    for number, name in enumerate(names):
        mix = MIXES[chance.choice(list(MIXES))]
        files: dict[str, bytes] = {}
        expected[name] = {}
        for exercise in exercises:
            kind = chance.choices(list(mix), list(mix.values()))[0]
            if name in enemies and exercise.id in bank:
                kind = "hostile"
            source, expected[name][exercise.id] = _answer(exercise, kind, bank, chance)
            if source is not None:
                files[exercise.id] = source
        layout = LAYOUTS[number % len(LAYOUTS)]
        _hand_in(folder, name, layout, {exercise: files.get(exercise.id) for exercise in exercises})
    made = Made(folder, expected)
    _write_beside(made)
    return made


def _names(count: int, chance: random.Random) -> list[str]:
    every = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    chance.shuffle(every)
    numbered = [f"{name} {number}" for number in range(2, 2 + count // len(every)) for name in every]
    return [*every, *numbered][:count]


def _answer(
    exercise: Exercise, kind: str, bank: Mapping[str, Sequence[Attack]], chance: random.Random
) -> tuple[bytes | None, Expected]:
    """The bytes of an answer of this kind (None: nothing is handed in), and what is expected of them."""
    running = sys.version_info[:2]
    of = sum(check.points for check in exercise.checks if not check.skip_reason(running))
    if kind == "hostile":
        attack = chance.choice(bank[exercise.id])
        most = sum(check.points for check in exercise.checks if check.name in attack.honest)
        statuses = (*_HOSTILE, "passed") if most == of else _HOSTILE
        return attack.source, Expected(kind, attack.name, statuses, 0, most)
    if kind in ("right", "wrong"):
        choice = [path for path in exercise.bank(kind) if not read_claim(path).unmet(running)]
        path = chance.choice([*choice, exercise.reference] if kind == "right" else choice)
        where = f"{kind}/{path.name}" if path != exercise.reference else path.name
        if kind == "right":
            return path.read_bytes(), Expected(kind, where, ("passed",), of, of)
        statuses = ("broken", "review") if read_claim(path).caught_by == "import" else _WRONG
        return path.read_bytes(), Expected(kind, where, statuses, 0, of - 1)
    if kind == "broken":
        return _cut(exercise.reference.read_bytes(), chance), Expected(kind, "cut off", ("broken",), 0, 0)
    if kind == "stub":
        return exercise.stub.read_bytes(), Expected(kind, "stub.py", ("untouched",), 0, 0)
    return None, Expected(kind, "", ("missing",), 0, 0)


_WRONG = ("failed", "hung", "crashed", "broken", "review")
_HOSTILE = (*_WRONG, "missing")


def _cut(source: bytes, chance: random.Random) -> bytes:
    """The answer as it is in the middle of a line: it does not parse."""
    lines = source.splitlines()
    return b"\n".join(lines[: chance.randint(len(lines) // 2, len(lines))]) + b"\ndef not_done_yet(:\n"


def _hand_in(top: Path, name: str, layout: str, answers: Mapping[Exercise, bytes | None]) -> None:
    files: dict[str, bytes] = {}
    clone = "clone" in layout
    for exercise, source in answers.items():
        if source is not None:
            file = exercise.answer.name
            places = {"clone": f"exercises/{exercise.id}/{file}", "loose": file}
            files[places["clone"] if clone else places.get(layout, f"{exercise.id}/{file}")] = source
        if clone:
            # What else is in a clone. It is not to be believed, nor to be in the way.
            files[f"exercises/{exercise.id}/{exercise.checks_file.name}"] = b"def test_mine():\n    pass\n"
            files[f"solutions/{exercise.id}/stub.py"] = exercise.stub.read_bytes()
    if clone:
        files |= {"README.md": b"# async-katas\n", "exercises/README.md": b"# The map\n", ".git/HEAD": b"ref: x\n"}
    if "zip" in layout:
        (top / f"{name}.zip").write_bytes(_zip(files))
    elif layout == "tar.gz":
        (top / f"{name}.tar.gz").write_bytes(_tar(files))
    else:
        (top / name).mkdir()
        for path, source in files.items():
            target = top / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source)


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, source in files.items():
            archive.writestr(zipfile.ZipInfo(path), source, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, source in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(source)
            archive.addfile(member, io.BytesIO(source))
    return gzip.compress(out.getvalue(), mtime=0)


def beside(folder: Path, what: str) -> Path:
    """Where what is known about a class lies: next to its folder."""
    return folder.with_name(f"{folder.name}.{what}")


def _write_beside(made: Made) -> None:
    told = {name: {id: asdict(answer) for id, answer in answers.items()} for name, answers in made.expected.items()}
    beside(made.folder, "expected.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    rows = [f"{name},{name},student{number}@example.org" for number, name in enumerate(made.expected)]
    beside(made.folder, "roster.csv").write_text("\n".join(["id,name,email", *rows, ""]), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Make a class, and print one line about it."""
    parser = argparse.ArgumentParser(description="Make a synthetic class.")
    parser.add_argument("dir", type=Path)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--hostile", type=float, default=0.1, help="the share of students who hand in attacks")
    parser.add_argument("--exercises", default="", help="such as 03,07; all of them if left out")
    options = parser.parse_args(arguments)
    chosen = [COURSE.get(name) for name in options.exercises.split(",") if name] or COURSE.exercises
    if options.dir.exists():
        parser.error(f"{options.dir} exists: name a new folder")
    made = make_class(
        options.dir, students=options.students, seed=options.seed, hostile=options.hostile, exercises=chosen
    )
    print(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
