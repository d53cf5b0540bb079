"""An answer that attacks what is around it: its neighbours notice nothing, the servers stay, and nothing is left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from walls import RIGHT, WAITS, processes, settled, telling, write

from grader.course import Course
from grader.verdict import Verdict
from grader.worker import Workers

ATTACKS = {
    "kill -1": "os.kill(-1, signal.SIGKILL)",
    "kill the parent": "os.kill(os.getppid(), signal.SIGKILL)",
    "stop the parent": "os.kill(os.getppid(), signal.SIGSTOP)",
    "kill the group": "os.killpg(0, signal.SIGKILL)",
    "stop itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "fork bomb": """
        while True:
            fails(os.fork)
    """,
    "1000 threads": """
        # Small stacks: it is to meet the limit of threads, and not that of memory first.
        threading.stack_size(1 << 18)
        started = [fails(threading.Thread(target=threading.Event().wait, daemon=True).start) for _ in range(1000)]
        return started.count("done") < 200
    """,
    "3 GB": "return fails(bytearray, 3 << 30)",
    "3 GB mapped": "return fails(mmap.mmap, -1, 3 << 30, mmap.MAP_PRIVATE)",
    "close everything": "os.closerange(0, 4096)",
    "10000 files": """
        opened = [fails(lambda: keep.append(open('/dev/null'))) for keep in [[]] for _ in range(10000)]
        return opened.count("done") < 600
    """,
    "fill the disk": """
        for number in range(4):
            fails(lambda: Path(str(number)).write_bytes(bytes(60 << 20)))
    """,
    "daemons": """
        for _ in range(20):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.closerange(0, 4096)
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    signal.pause()
                os._exit(0)
    """,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_neighbours_notice_nothing(workers: Workers, course: Course, tmp_path: Path, marker: str, attack: str) -> None:
    """While it runs, a right answer to the same exercise and one to another pass. The same servers go on."""
    servers = settled(marker)
    sources = [("01", "alone", telling(ATTACKS[attack])), ("01", "alone", RIGHT), ("02", "many", RIGHT)]

    def check(number: int) -> Verdict:
        exercise, name, source = sources[number]
        return workers.check(course.get(exercise), write(tmp_path / str(number), name, source))

    with ThreadPoolExecutor(3) as pool:
        attacker, *neighbours = pool.map(check, range(3))

    assert [verdict.status for verdict in neighbours] == ["passed", "passed"]
    assert not attacker.passed
    assert not [note for note in attacker.notes if "still be running" in note]
    assert settled(marker) == servers


@pytest.mark.parametrize(
    "body", ["return fails(bytearray, 3 << 30)", "return fails(mmap.mmap, -1, 3 << 30, mmap.MAP_PRIVATE)"]
)
def test_too_much_memory_is_refused(ask: Callable[..., object], body: str) -> None:
    """With an error that Python can handle; no process is killed for it."""
    assert ask(body) in ("MemoryError", "ENOMEM")


def test_too_many_threads_and_files_are_refused(ask: Callable[..., object]) -> None:
    """More than any exercise needs are possible, and not without end."""
    assert ask(ATTACKS["1000 threads"]) is True
    assert ask(ATTACKS["10000 files"]) is True


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a run its own user")
def test_two_runs_at_once_have_two_users(workers: Workers, course: Course, tmp_path: Path, marker: str) -> None:
    """So that what the kernel counts for each user is counted for each run."""
    source, exercise = WAITS.format(seconds=4), course.get("01")
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(workers.check, exercise, write(tmp_path / str(n), "alone", source)) for n in range(2)]
        users: set[int] = set()
        until = time.monotonic() + 20
        while len(users) < 2 and time.monotonic() < until and not all(run.done() for run in runs):
            users = {uid for uid in processes(marker).values() if uid}
            time.sleep(0.05)
    assert all(run.result().passed for run in runs)
    assert len(users) == 2
