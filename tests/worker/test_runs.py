"""Around a run: what the answer sees of its surroundings, what repeats, and what is gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from lab import KEY, LIMITS, RIGHT, answer, processes, settled, wait_for, write

from grader.course import Course, Exercise
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Limits, Workers

Check = Callable[[str | bytes], Verdict]

needs_fork = pytest.mark.skipif(not CAN_FORK, reason="warm runs need Linux")

ESCAPE = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        time.sleep(60)
    os._exit(0)
os.wait()
"""
GRANDPARENT = "open('/proc/%d/stat' % os.getppid()).read().rpartition(')')[2].split()[1]"
DEEP = """
for _ in range(1200):
    os.mkdir("deep")
    os.chdir("deep")
os.chmod(".", 0)
"""


def told(verdict: Verdict) -> str:
    """What the answer told us: the text of the exception that it raised in ``total``."""
    return verdict.checks[1].message.partition(": ")[2]


def repeatable(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON without the times, and without what says how it was run."""
    data = verdict.as_json()
    for check in data["checks"]:
        del check["seconds"]
    return {**data, "isolation": ""}


def tell(expression: str) -> str:
    """An answer that tells the value of an expression."""
    return answer(top="import json", total=f"raise ValueError(json.dumps({expression}))")


# What is run.


def test_one_check_alone(workers: Workers, exercise: Exercise, tmp_path: Path) -> None:
    """The others are not run, whatever the answer would do in them, and the verdict says nothing about them."""
    path = write(tmp_path, answer(fetch="time.sleep(60)", total="return 41"))
    verdict = workers.check(exercise, path, only="test_total")
    assert verdict.status == "failed"
    assert [(check.name, check.outcome) for check in verdict.checks] == [("test_total", "failed")]


def test_a_run_may_have_limits_of_its_own(workers: Workers, exercise: Exercise, tmp_path: Path) -> None:
    """The others keep theirs."""
    path = write(tmp_path, answer(fetch="time.sleep(1); return await step()"))
    short = workers.check(exercise, path, real_clock=True, limits=Limits(wall=0.3))
    assert short.status == "hung"
    assert "the whole run took longer than 0.3 s" in short.checks[0].message
    assert workers.check(exercise, path, real_clock=True).status != "hung"


# What the answer sees.


def test_an_answer_finds_itself_alone_in_its_folder(check: Check) -> None:
    """The current folder holds the answer under its real name; temporary files go elsewhere, and are private too."""
    files, mode, here = json.loads(
        told(check(tell("[os.listdir(), os.stat('..').st_mode & 0o777, os.environ['TMPDIR'] != os.getcwd()]")))
    )
    assert (files, mode, here) == (["lab.py"], 0o700, True)


def test_an_answer_inherits_nothing(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the three standard streams and its report, no stdin to read, and no secrets of the caller's."""
    opened = "def opened(number):\n    try: return bool(os.fstat(number))\n    except OSError: return False\n"
    expression = "[list(filter(opened, range(256)))[:3], sys.stdin.read(), os.environ.get('SECRET')]"
    monkeypatch.setenv("SECRET", "a token")
    assert json.loads(told(check(opened + tell(expression)))) == [[0, 1, 2], "", None]


def test_child_processes_of_an_answer_import_the_answer(check: Check) -> None:
    """And not the file of the same name in the exercise's folder."""
    child = "import lab, sys; sys.exit(lab.EXPECTED)"
    total = f"import subprocess\nreturn subprocess.run([sys.executable, '-c', {child!r}]).returncode"
    assert check(answer(top="EXPECTED = 42", total=total)).passed


def test_an_answer_may_print(check: Check) -> None:
    """What it prints is counted and dropped, whatever it is."""
    assert check(
        answer(total="print('\\ud800', flush=True); os.write(1, b'\\xff'); os.system('echo hi'); return 42")
    ).passed


# What repeats.


def test_the_same_answer_gives_the_same_bytes(course: Course, exercise: Exercise, tmp_path: Path) -> None:
    """In another process, in another mode: sets, addresses, random numbers and temporary names included."""
    odd = (
        "{f'item {n}' for n in range(9)}, object(), asyncio.Lock(), random.random(), "
        "tempfile.gettempdir(), __file__, os.getcwd(), '\\x1b[2J'"
    )
    total = f"import random, tempfile\nraise ValueError(str(({odd})) + '\\x1b[2J \\ud800')"
    path, verdicts = write(tmp_path, answer(fetch="raise LookupError(step)", total=total)), []
    for warm in (True, True, False) if CAN_FORK else (False, False):
        with Workers(course, key=KEY, limits=LIMITS, warm=warm) as workers:
            verdicts.append(repeatable(workers.check(exercise, path)))
    assert [check["outcome"] for check in verdicts[0]["checks"][:2]] == ["failed", "failed"]
    assert "item 7" in verdicts[0]["checks"][1]["message"]
    assert all(verdict == verdicts[0] for verdict in verdicts)
    assert json.dumps(verdicts[0], ensure_ascii=False).encode("utf-8").isascii()


def test_two_workers_at_once_do_not_meet(workers: Workers, exercise: Exercise, tmp_path: Path) -> None:
    """Threads may share the workers: each gets the verdict on its own answer."""

    def check(number: int) -> str:
        folder = tmp_path / str(number)
        folder.mkdir()
        return told(workers.check(exercise, write(folder, answer(total=f"raise ValueError({number})"))))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(check, range(8))) == [str(number) for number in range(8)]


def test_the_real_clock_is_a_choice(workers: Workers, exercise: Exercise, tmp_path: Path) -> None:
    """By default waiting takes no time; with ``real_clock`` it does, and there is no simulated time to report."""
    path = write(tmp_path, answer(fetch="await asyncio.sleep(0.5); return 0"))
    simulated = workers.check(exercise, path).checks[0]
    real = workers.check(exercise, path, real_clock=True).checks[0]
    assert (simulated.virtual_seconds, real.virtual_seconds) == (0.5, None)
    assert simulated.seconds < 0.5 <= real.seconds


# What is gone.


@needs_fork
def test_a_daemon_is_killed(course: Course, exercise: Exercise, tmp_path: Path, marker: str) -> None:
    """A process with a session of its own, no parent and no pipe of ours does not outlive the run."""
    with Workers(course, key=KEY, limits=LIMITS) as workers:
        workers.check(exercise, write(tmp_path, RIGHT))
        servers = settled(marker)
        assert workers.check(exercise, write(tmp_path, answer(top=ESCAPE))).passed
        assert wait_for(marker, servers) == servers


def test_a_child_in_the_background_is_killed(check: Check, marker: str) -> None:
    """A process that the answer started and left ends with the run, and nobody waits for it."""
    servers, started = settled(marker), time.monotonic()
    sleep = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    assert check(answer(top=f"import subprocess; {sleep}")).passed
    assert wait_for(marker, servers) == servers
    assert time.monotonic() - started < 3


@needs_fork
@pytest.mark.parametrize("sign", ["SIGKILL", "SIGSTOP"])
def test_a_supervisor_that_is_killed_takes_the_run_along(
    course: Course, exercise: Exercise, tmp_path: Path, marker: str, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    """Without a sandbox: the run ends too, the verdict says that something may be left, and the next run is good."""
    monkeypatch.setenv("KATA_SANDBOX", "none")
    monkeypatch.setattr("grader.worker.warm._STOP_SECONDS", 0.3)
    attack = f"import signal; os.kill(os.getppid(), signal.{sign}); time.sleep(0.2); os._exit(0)"
    with Workers(course, key=KEY, limits=LIMITS) as workers:
        workers.check(exercise, write(tmp_path, RIGHT))
        servers = settled(marker)
        verdict = workers.check(exercise, write(tmp_path, answer(total=attack)))
        assert verdict.status == "crashed"
        assert verdict.notes == ("a process that this answer started may still be running",)
        assert wait_for(marker, servers) == servers
        assert workers.check(exercise, write(tmp_path, RIGHT)).passed


@needs_fork
def test_a_server_that_is_killed_is_replaced(
    course: Course, exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a sandbox an answer can kill our servers; the next answer does not suffer."""
    monkeypatch.setenv("KATA_SANDBOX", "none")
    own = "servers-" + tmp_path.name
    monkeypatch.setenv("KATA_TEST_MARKER", own)
    with Workers(course, key=KEY, limits=LIMITS) as workers:
        workers.check(exercise, write(tmp_path, answer(total=f"os.kill(int({GRANDPARENT}), 9)")))
        assert workers.check(exercise, write(tmp_path, RIGHT)).passed
        for process in processes(own):
            os.kill(process, signal.SIGKILL)
        assert workers.check(exercise, write(tmp_path, RIGHT)).passed


@pytest.mark.parametrize("mode", ["warm", "cold"])
def test_nothing_is_left_when_the_parent_is_killed(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """Within a second of kill -9, while an answer that never ends is running."""
    if mode == "warm" and not CAN_FORK:
        pytest.skip("warm runs need Linux")
    # The name of a process is what everybody outside can see of it (PR_SET_NAME).
    began = "import ctypes\nif sys.platform == 'linux': ctypes.CDLL(None).prctl(15, b'kata-began', 0, 0, 0)\n"
    path = write(tmp_path, answer(top=began + "while True: pass"))
    code = (
        "from pathlib import Path; from grader.course import Course; from grader.worker import Workers\n"
        f"course = Course(Path({str(course.root)!r}))\n"
        f"Workers(course, key=b'key', warm={mode == 'warm'}).check(course.get('01'), Path({str(path)!r}))"
    )
    own = "kill-" + tmp_path.name
    monkeypatch.setenv("KATA_TEST_MARKER", own)
    # The folder of its run is the one thing that a killed parent leaves.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        until = time.monotonic() + 20
        while not (named := "kata-began" in names(own)) and time.monotonic() < until:
            time.sleep(0.02)
        assert named or sys.platform != "linux"
        parent.kill()
    assert wait_for(own, set()) == set()


def names(marker: str) -> set[str]:
    """The names of these processes."""
    found = set()
    for process in processes(marker):
        with suppress(OSError):
            found.add(Path(f"/proc/{process}/comm").read_text().strip())
    return found


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder for temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_closed_workers_leave_nothing(
    course: Course, exercise: Exercise, tmp_path: Path, marker: str, temporary: Path
) -> None:
    """No server, no folder, no thread."""
    before, threads = settled(marker), threading.active_count()
    with Workers(course, key=KEY, limits=LIMITS) as workers:
        workers.check(exercise, write(tmp_path, RIGHT))
    assert wait_for(marker, before) == before
    assert list(temporary.iterdir()) == []
    assert threading.active_count() == threads


@pytest.mark.parametrize("top", [DEEP, "os.symlink(OUTSIDE, 'link'); os.mkdir('../0'); os.chmod('..', 0)"])
def test_no_folder_is_too_odd_to_be_removed(check: Check, temporary: Path, tmp_path: Path, top: str) -> None:
    """Neither depth nor permissions keep the folder of a run, and no link is followed out of it."""
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o700)
    check(answer(top=f"OUTSIDE = {str(outside)!r}\n{top}"))
    assert list(temporary.iterdir()) == []
    assert outside.is_dir()
