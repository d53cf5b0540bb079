"""What a run of class grading costs: against plain pytest, check50 and otter-grader, and with the size of the class.

Usage: python tests/benchmarks/class_grading.py [--cache DIR] [--rounds 7] [--growth 10,30,100] [--databases 20]

All contestants take turns in each round, so that the machine is equally busy for all of them. Each checks the same
right answer to exercise 04, which waits for nothing but the event loop. pytest runs the very checks of the exercise,
in a fresh process. The peers run the same five questions asked in their own way (``equivalent_checks.py``); they have
no simulated clock, so their waits are a hundredth of ours, and real.

With ``--cache`` check50 and otter-grader are installed from the package index, each into a virtual environment in that
folder; without it they are left out. ``--databases`` adds a class of so many students on chapters 5 and 6, each of whom
hands in one of the right answers, and compares with pytest. CPU time and peak memory are those of a control group
around all processes of a contestant; where this user can make none, only wall time is shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from control_group import Group

from grader.claims import read_claim
from grader.course import Course, Exercise

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
EXERCISE, ANSWER = "04_create_task", "create_task.py"
PEERS = {"check50": ["check50==3.5.0"], "otter": ["otter-grader==7.0.0", "ipykernel"]}
DATABASES = [str(number) for number in range(25, 36)]
"""The exercises of the class on databases: SQLAlchemy on SQLite, sync and async."""
GROWING = "03,04,07,10,15"
"""The exercises of the classes that grow: pure asyncio, one of them with a second of real time in it."""

DRIVER = """
import sys
from pathlib import Path
from grader.course import Course
from grader.worker import Workers
course = Course(Path(sys.argv[1]))
with Workers(course, key=b"benchmark", policy=sys.argv[2]) as workers:
    print(flush=True)
    for line in sys.stdin:
        exercise, _, answer = line.strip().partition(" ")
        verdict = workers.check(course.get(exercise), Path(answer))
        assert verdict.passed, verdict
        print(flush=True)
    if sys.argv[2] == "on":
        print(f"each run in: {verdict.isolation}", file=sys.stderr)
"""


@dataclass
class Contestant:
    """Somebody who checks an answer. ``run`` does it once, inside of the group, given the exercise and the file."""

    name: str
    run: Callable[[str, Path], None]
    group: Group
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take_turn(self, exercise: str, answer: Path) -> None:
        """Check an answer once, and write down what it cost."""
        cpu, began = self.group.cpu(), time.perf_counter()
        self.run(exercise, answer)
        self.wall.append(time.perf_counter() - began)
        after = self.group.cpu()
        if cpu is not None and after is not None:
            self.cpu.append(after - cpu)


def main(arguments: Sequence[str]) -> int:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--cache", type=Path, help="where the peers are installed")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--growth", default="10,30,100", help="sizes of classes; empty for none")
    parser.add_argument("--databases", type=int, default=0, help="how many students work on databases")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _compare(Path(folder), options.cache, options.rounds)
        _grow(Path(folder), [int(size) for size in options.growth.split(",") if size])
        if options.databases:
            _work_on_databases(Path(folder) / "databases", options.databases)
    return 0


def _compare(folder: Path, cache: Path | None, rounds: int) -> None:
    course = _course(folder / "course", [EXERCISE])
    answer = folder / "handed_in" / ANSWER
    answer.parent.mkdir()
    shutil.copy(ROOT / "solutions" / EXERCISE / ANSWER, answer)
    with _warm(course, "on") as ours, _warm(course, "off") as without:
        contestants = [ours, without, _pytest(course)]
        if cache:
            contestants += [_check50(folder, answer, cache), _otter(folder, cache)]
        for contestant in contestants:
            contestant.run(EXERCISE, answer)  # Caches and compiled files are there in the rounds that count.
        for _ in range(rounds):
            for contestant in contestants:
                contestant.take_turn(EXERCISE, answer)
        _print_costs(contestants, rounds)
    for contestant in contestants:
        contestant.group.close()


def _course(root: Path, exercises: Sequence[str]) -> Path:
    for name in exercises:
        for half in ("exercises", "solutions"):
            shutil.copytree(ROOT / half / name, root / half / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "exercises" / "README.md", root / "exercises")
    return root


@contextmanager
def _warm(course: Path, policy: str) -> Iterator[Contestant]:
    """Ours: the servers are up, as they are from the second answer of a class on."""
    group = Group(f"grader-{policy}")
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(course), policy],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=group.enter,
    )
    assert driver.stdin
    assert driver.stdout
    stdin, stdout = driver.stdin, driver.stdout

    def run(exercise: str, answer: Path) -> None:
        stdin.write(f"{exercise} {answer}\n")
        stdin.flush()
        if not stdout.readline():
            sys.exit("the workers ended early")

    stdout.readline()
    with driver:
        yield Contestant(f"grader, policy and canary {policy}" if policy == "on" else "grader, no policy", run, group)
        stdin.close()


def _command(
    name: str, command: Callable[[str, Path], Sequence[str | Path]], cwd: Path, says: str, times: int = 1
) -> Contestant:
    """A fresh process for each answer. All is well if what it prints, or writes as its result, says so often enough."""
    group = Group(name)

    def run(exercise: str, answer: Path) -> None:
        done = subprocess.run(
            command(exercise, answer),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            preexec_fn=group.enter,
            check=False,
        )
        result = cwd / "results.json"
        told = done.stdout + (result.read_text() if result.exists() else "")
        if done.returncode or told.count(says) < times:
            sys.exit(f"{name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    return Contestant(name, run, group)


def _pytest(course: Path) -> Contestant:
    def command(exercise: str, answer: Path) -> Sequence[str | Path]:
        options = ["-q", "-p", "no:cacheprovider", f"exercises/{exercise}", "--answer", answer]
        return [sys.executable, "-m", "pytest", *options]

    return _command("pytest, cold", command, course, " passed")


def _check50(folder: Path, answer: Path, cache: Path) -> Contestant:
    slug = folder / "slug"
    slug.mkdir()
    (slug / ".cs50.yaml").write_text(f"check50:\n  files:\n    - !exclude '*'\n    - !require {ANSWER}\n")
    shutil.copy(HERE / "equivalent_checks.py", slug)
    checks = ["import sys, os", "sys.path[:0] = [os.path.dirname(__file__), '.']", "import check50", ""]
    for number in range(1, 6):
        checks += [
            "@check50.check()",
            f"def check_{number}():",
            f"    'question {number}'",
            f"    sys.path.insert(0, {str(slug)!r})",
            "    import equivalent_checks",
            "    sys.path.insert(0, os.getcwd())",
            "    from create_task import breakfast",
            f"    if not equivalent_checks.ask({number}, breakfast):",
            "        raise check50.Failure('no')",
            "",
        ]
    (slug / "__init__.py").write_text("\n".join(checks))
    program = _peer("check50", cache) / "check50"
    command = [program, "--dev", "-o", "json", "--", slug]
    return _command("check50", lambda *_: command, answer.parent, '"passed": true', 5)


def _otter(folder: Path, cache: Path) -> Contestant:
    source = folder / "autograder"
    (source / "tests").mkdir(parents=True)
    (source / "otter_config.json").write_text('{"lang": "python", "show_hidden": true}')
    for number in range(1, 6):
        code = (
            f">>> import sys; sys.path.insert(0, {str(HERE)!r}); import equivalent_checks\\n"
            f">>> equivalent_checks.ask({number}, breakfast)\\nTrue"
        )
        case = f'{{"code": r"""{code}""".replace(r"\\n", chr(10)), "hidden": False, "locked": False}}'
        suite = f'{{"cases": [{case}], "scored": True, "setup": "", "teardown": "", "type": "doctest"}}'
        test = f'OK_FORMAT = True\ntest = {{"name": "q{number}", "points": 1, "suites": [{suite}]}}\n'
        (source / "tests" / f"q{number}.py").write_text(test)
    archive = shutil.make_archive(str(folder / "autograder"), "zip", source)
    program = _peer("otter", cache) / "otter"
    place = folder / "otter"
    place.mkdir()
    return _command("otter run", lambda _, answer: [program, "run", "-a", archive, answer], place, "(100.000%)")


def _peer(name: str, cache: Path) -> Path:
    """The folder of a peer's programs, after installing it if it is not there."""
    home = cache.absolute() / name
    programs = home / "bin"
    if not (programs / name).exists():
        print(f"installing {PEERS[name][0]} into {home}", file=sys.stderr)
        venv.create(home, with_pip=True)
        subprocess.run([programs / "python", "-m", "pip", "install", "-q", *PEERS[name]], check=True)
    return programs


def _print_costs(contestants: Sequence[Contestant], rounds: int) -> None:
    ours = contestants[0]
    print(f"One answer to exercise {EXERCISE}, 5 checks, median of {rounds} rounds in turns:")
    print(f"{'':28}{'wall':>10}{'ratio':>8}{'CPU':>11}{'ratio':>8}{'peak memory':>14}")
    for one in contestants:
        wall, cpu, peak = statistics.median(one.wall), _median(one.cpu), one.group.peak()
        own = _median(ours.cpu)
        ratio = f"{cpu / own:.1f}" if cpu and own else "-"
        print(
            f"{one.name:28}{1000 * wall:8.1f} ms{wall / statistics.median(ours.wall):8.1f}"
            f"{_told(cpu, 1000, 'ms'):>11}{ratio:>8}{_told(peak, 1 / (1 << 20), 'MB'):>14}"
        )


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def _told(value: float | None, factor: float, unit: str) -> str:
    return "-" if value is None else f"{value * factor:.1f} {unit}"


def _work_on_databases(folder: Path, students: int) -> None:
    names = [exercise.id for exercise in Course(ROOT).exercises if exercise.short in DATABASES]
    course = Course(_course(folder / "course", names))
    print(f"\nA class of {students} on databases, CPU for a run; pytest takes so many times as much:")
    print(f"{'':28}{'checks':>7}{'no policy':>18}{'policy, canary':>18}{'pytest, cold':>18}{'ratios':>13}")
    total = [0.0, 0.0, 0.0]
    for exercise in course.exercises:
        right = [path for path in exercise.bank("right") if not read_claim(path).unmet(sys.version_info[:2])]
        answers = [_handed_in(folder, exercise, right[number % len(right)], number) for number in range(students)]
        with _warm(course.root, "off") as without, _warm(course.root, "on") as ours:
            contestants = [without, ours, _pytest(course.root)]
            for contestant in contestants:
                contestant.run(exercise.id, answers[0])
            for answer in answers:
                for contestant in contestants:
                    contestant.take_turn(exercise.id, answer)
        cost = [sum(contestant.cpu) / students for contestant in contestants]
        for contestant in contestants:
            contestant.group.close()
        _print_cost(exercise.id, len(exercise.checks), cost)
        total = [before + more for before, more in zip(total, cost, strict=True)]
    _print_cost("all together", sum(len(exercise.checks) for exercise in course.exercises), total)


def _handed_in(folder: Path, exercise: Exercise, source: Path, student: int) -> Path:
    answer = folder / f"student{student}" / exercise.id / exercise.answer.name
    answer.parent.mkdir(parents=True)
    shutil.copy(source, answer)
    return answer


def _print_cost(name: str, checks: int, cost: Sequence[float]) -> None:
    if not all(cost):
        sys.exit("CPU time needs a control group: run it as root")
    without, ours, cold = cost
    print(
        f"{name:28}{checks:7}" + "".join(f"{1000 * one:15.1f} ms" for one in cost) + f"{cold / without:8.1f}"
        f"{cold / ours:5.1f}"
    )


def _grow(folder: Path, sizes: Sequence[int]) -> None:
    if not sizes:
        return
    print(f"\nA class on exercises {GROWING}, graded by the command, with all reports:")
    print(f"{'students':>8}{'answers':>9}{'wall':>10}{'an answer':>12}{'CPU':>10}{'peak of the parent':>20}")
    for size in sizes:
        submissions, out = folder / f"class{size}", folder / f"out{size}"
        maker = [sys.executable, str(HERE.parent / "synthetic_class.py"), str(submissions), "--students", str(size)]
        made = subprocess.run(
            [*maker, "--hostile", "0", "--exercises", GROWING], check=True, capture_output=True, text=True
        )
        answers = int(made.stdout.split(" answers")[0].split()[-1])
        command = [sys.executable, "-m", "grader", "class", str(submissions), "--out", str(out), "--only", GROWING]
        group, began = Group(f"class-{size}"), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=group.enter
        )
        assert process.stderr
        words = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        if process.returncode not in (0, 1):
            sys.exit(f"grader class failed:\n{words.decode()[-2000:]}")
        print(
            f"{size:8}{answers:9}{wall:8.1f} s{1000 * wall / answers:9.1f} ms"
            f"{_told(group.cpu(), 1, 's'):>10}{usage.ru_maxrss / 1024:17.1f} MB"
        )
        group.close()
        with suppress(OSError):
            shutil.rmtree(submissions)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
