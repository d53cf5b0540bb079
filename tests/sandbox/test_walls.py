"""What an answer can see and reach from inside a sandbox: next to nothing."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from walls import Tell, on_x86

from grader.course import Course
from grader.worker.sandbox.means import UIDS

ENDED = pytest.mark.skipif(not on_x86(), reason="the filter of system calls is made for x86-64")


def test_it_sees_one_exercise_and_its_stub(ask: Tell, course: Course, tmp_path: Path) -> None:
    """No reference, no other exercise, no file of the test's own, no user's folder."""
    (tmp_path / "somebody").write_text("private")
    root, seen = course.root, "sorted(str(path) for path in Path({!r}).rglob('*') if path.is_file())"
    found = ask(f"return [{seen.format(str(root))}, os.path.exists({str(tmp_path)!r}), os.path.exists('/etc/shadow')]")
    inside = [path.relative_to(root).as_posix() for path in map(Path, found[0])]
    assert "exercises/01_alone/test_alone.py" in inside
    assert [path for path in inside if not path.startswith("exercises/01_alone/")] == ["solutions/01_alone/stub.py"]
    assert found[1:] == [False, False]


def test_it_sees_no_other_tree(ask: Tell) -> None:
    """Beside the grader itself nothing of the folder it lies in is there, when it is not an installed package."""
    import grader

    package = Path(grader.__file__).parent
    if package.parent.name in ("site-packages", "dist-packages"):
        pytest.skip("the grader is installed among other packages")
    # A virtual environment may lie beside it: its libraries have to be seen.
    beside = [path.name for path in Path(sys.prefix, "bin").parents if path.parent == package.parent]
    assert sorted(ask(f"return os.listdir({str(package.parent)!r})")) == sorted([package.name, *beside])


def test_it_sees_no_processes(ask: Tell) -> None:
    """There is no /proc. It is the first process there is, and its parent has no number."""
    assert ask("return [os.listdir('/proc'), os.getpid(), os.getppid()]") == [[], 1, 0]


def test_nothing_can_be_changed(ask: Tell, course: Course) -> None:
    """The checks, the stub, the grader, Python, the root: all are read-only."""
    checks = course.get("01").checks_file
    before = checks.read_bytes()
    files = [str(checks), str(course.get("01").stub), os.__file__, str(Path(sys.modules["grader"].__file__ or ""))]
    body = (
        f"return [fails(open, path, 'a') for path in {files!r}] + [fails(os.mkdir, path) for path in ('/x', '/dev/x')]"
    )
    assert set(ask(body)) <= {"EROFS", "EACCES"}
    assert checks.read_bytes() == before


def test_its_own_folder_is_limited(ask: Tell) -> None:
    """One file stops at 64 MB, and so do all together; the disk of the machine is not touched."""
    body = """
        piece = bytes(2**20)
        def fill(path):
            with open(path, 'wb', 0) as file:
                for _ in range(4096):
                    file.write(piece)
        ends = [fails(fill, 'large'), fails(fill, os.environ['TMPDIR'] + '/more')]
        return [*ends, sum(file.stat().st_size for file in os.scandir('.'))]
    """
    one, more, size = ask(body)
    assert {one, more} <= {"EFBIG", "ENOSPC"}
    assert size < 70 << 20


def test_no_program_can_be_started(ask: Tell) -> None:
    """Neither a shell nor Python, nor one that the answer makes itself."""
    body = """
        def start(path):
            os.posix_spawn(path, [path], {})
        def made():
            program = os.memfd_create('program')
            os.write(program, b'#!/bin/sh\\n')
            os.execve(program, ['x'], {})
        return [fails(start, '/bin/sh'), fails(start, sys.executable), fails(made)]
    """
    assert set(ask(body)) <= {"EPERM", "ENOENT", "EACCES"}


def test_it_has_no_rights(ask: Tell, workers: object) -> None:
    """It is nobody's user, has no capability, and cannot get any."""
    body = """
        header, sets = (ctypes.c_uint * 2)(0x20080522, 0), (ctypes.c_uint * 6)()
        libc.capget(header, sets)
        gain = fails(os.setuid, 1) if os.getuid() != 1 else 'EPERM'
        return [os.getuid(), list(sets), gain, libc.prctl(39, 0, 0, 0, 0), os.getgroups()]
    """
    uid, capabilities, gain, no_new_privileges, groups = ask(body)
    assert uid in UIDS if os.getuid() == 0 else uid != 0
    assert capabilities == [0] * 6
    assert gain in ("EPERM", "EINVAL")
    assert no_new_privileges == 1
    assert os.getuid() != 0 or groups == []


@ENDED
@pytest.mark.parametrize(
    ("name", "number"),
    [("ptrace", 101), ("process_vm_readv", 310), ("keyctl", 250), ("unshare", 272), ("mount", 165), ("bpf", 321)],
)
def test_calls_that_no_answer_needs_fail(ask: Tell, name: str, number: int) -> None:
    """With EPERM, whatever their arguments."""
    assert ask(f"return call({number}, 0, 1, 0, 0, 0)") == "EPERM", name


@ENDED
def test_new_namespaces_cannot_be_made(ask: Tell) -> None:
    """Neither by clone nor by clone3, and threads and forks go on to work."""
    body = """
        threading.Thread(target=int).start()
        if (pid := os.fork()) == 0:
            os._exit(7)
        forked = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return [call(56, 0x10000000 | 17, 0, 0, 0, 0), call(435, 0, 0), forked]
    """
    assert ask(body) == ["EPERM", "ENOSYS", 7]


def test_the_network_is_its_own(ask: Tell) -> None:
    """It reaches no server of this machine, nor any other; its own servers on 127.0.0.1 work."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        body = f"""
            def connect(address):
                socket.create_connection(address, 2).close()
            with socket.create_server(('127.0.0.1', 0)) as own:
                here = fails(connect, own.getsockname())
            return [fails(connect, ('127.0.0.1', {port})), fails(connect, ('192.0.2.1', 80)), here]
        """
        assert ask(body) == ["ECONNREFUSED", "ENETUNREACH", "done"]


@ENDED
def test_the_host_of_a_virtual_machine_is_out_of_reach(ask: Tell) -> None:
    """vsock is no part of a network namespace."""
    assert ask("return fails(socket.socket, 40, socket.SOCK_STREAM)") == "EAFNOSUPPORT"


def test_abstract_sockets_are_its_own(ask: Tell) -> None:
    """A Unix socket without a file, outside, is not there."""
    name = f"\0kata-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        assert ask(f"return fails(socket.socket(socket.AF_UNIX).connect, {name!r})") == "ECONNREFUSED"


def test_a_run_finds_nothing_of_the_run_before(ask: Tell) -> None:
    """Neither files nor shared memory (System V, key 4711) nor an abstract socket."""
    body = """
        before = [sorted(os.listdir('/kata/run')), os.listdir('/kata/tmp'), libc.shmget(4711, 4096, 0)]
        Path('left').touch()
        Path('/kata/tmp/left').touch()
        made = libc.shmget(4711, 4096, 0o1666)
        return [before, made >= 0]
    """
    assert [ask(body), ask(body)] == [[[["alone.py"], [], -1], True]] * 2


def test_an_exercise_that_starts_processes_has_python_and_shared_memory(ask: Tell) -> None:
    """A pool of processes and a semaphore work, and Python starts. Other programs are not there."""
    body = """
        import multiprocessing, subprocess
        from concurrent.futures import ProcessPoolExecutor
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('fork')) as pool:
            powers = list(pool.map(abs, [-1, -2]))
        child = subprocess.run([sys.executable, '-c', 'import sqlite3, sys; sys.exit(7)'])
        with multiprocessing.get_context('spawn').Pool(1) as spawned:
            return [powers, child.returncode, spawned.apply(abs, [-3]), fails(os.execv, '/bin/sh', ['sh'])]
    """
    assert ask(body, "02") == [[1, 2], 7, 3, "ENOENT"]
