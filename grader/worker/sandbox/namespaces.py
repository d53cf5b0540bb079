"""The servers' own namespaces: a user, pid, network, ipc, uts and mount namespace around all of them.

They hold the rights that the servers need to make such namespaces for each run, and no rights outside. When the first
process in them ends, the kernel ends all the others.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from grader.worker import kernel
from grader.worker.sandbox import syscalls
from grader.worker.sandbox.means import UIDS

_ALL = (
    syscalls.NEWUSER
    | syscalls.NEWPID
    | syscalls.NEWNET
    | syscalls.NEWIPC
    | syscalls.NEWUTS
    | syscalls.NEWNS  # Their order is the kernel's business: the user namespace is always made first.
)


def enter() -> None:
    """Go on in new namespaces, as their first process. The old process stays outside until that one ends.

    Raises:
        OSError: the kernel does not let us.
    """
    _unshare()
    pid = os.fork()
    if pid:
        _stay_outside(pid)
    # Seen from inside, the process outside has no number.
    kernel.die_with(0)
    syscalls.mount("none", "/", None, syscalls.RECURSIVE | syscalls.PRIVATE)


def has_uids() -> bool:
    """Whether runs can have user numbers of their own here."""
    lines = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines()]
    return any(first <= UIDS[0] and UIDS[-1] < first + count for first, _, count in lines)


def _unshare() -> None:
    if os.getuid() == 0:
        _unshare_as_root()
        return
    uid, gid = os.getuid(), os.getgid()
    syscalls.unshare(_ALL)
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny")
    (own / "uid_map").write_text(f"{uid} {uid} 1")
    (own / "gid_map").write_text(f"{gid} {gid} 1")


def _unshare_as_root() -> None:
    """All users keep their numbers. Only a process outside of the new namespace may say so: a child made before."""
    own = Path(f"/proc/{os.getpid()}")
    ready, say_ready = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(say_ready)
            os.read(ready, 1)
            for name in ("uid_map", "gid_map"):
                lines = [line.split() for line in Path("/proc/self", name).read_text().splitlines()]
                (own / name).write_text("".join(f"{first} {first} {count}\n" for first, _, count in lines))
            status = 0
        finally:
            os._exit(status)
    os.close(ready)
    try:
        syscalls.unshare(_ALL)
    finally:
        os.close(say_ready)
        _, status = os.waitpid(pid, 0)
    if status:
        raise PermissionError("the users of a new user namespace cannot be set")


def _stay_outside(pid: int) -> NoReturn:
    os.closerange(0, os.sysconf("SC_OPEN_MAX"))
    _, status = os.waitpid(pid, 0)
    os._exit(0 if status == 0 else 1)
