"""The cell of one run: what a run has for itself alone, and what is taken from it before its answer is imported.

The server forks the run as the first process of a new pid namespace: when it ends, the kernel ends all that it has
started. The run deepens the cell, and gives up its rights. A step that fails ends the run before it is ready, which is
a fault of ours and never a run without walls.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from grader.checklist import starts_processes
from grader.worker import kernel
from grader.worker.folder import RunFolder
from grader.worker.plan import Plan
from grader.worker.sandbox import calls, namespaces, rlimits, syscalls, view
from grader.worker.sandbox.means import DATABASE, HOME


@dataclass(frozen=True)
class Guest:
    """Who moves in. ``name`` is the answer's file name, ``source`` a descriptor of the file with its bytes.

    ``database`` is the folder with the socket of its database, in the folder of all sockets; empty if it has none.
    """

    name: str
    source: int
    uid: int
    database: str = ""


class Cells:
    """Makes cells for the runs of one server. The server is in the namespaces already, and moves into the view."""

    def __init__(self, plan: Plan | None) -> None:
        """Build the view, with the exercise of the plan if there is one.

        Raises:
            OSError: the kernel does not let us.
        """
        self.own_uid = namespaces.has_uids()
        self.processes = plan is not None and starts_processes(Path(plan.checks))
        self.sockets = plan.sockets if plan else ""
        self.filter = calls.program(starts_processes=self.processes)
        self._pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        view.build(plan)

    def fork(self) -> int:
        """Fork a process that is the first of a new pid namespace. In there it has the number 1."""
        syscalls.unshare(syscalls.NEWPID)
        pid = os.fork()
        if pid == 0:
            os.close(self._pids)
        else:
            # The next child but one is not to be born into a namespace that has ended.
            syscalls.join(self._pids, syscalls.NEWPID)
        return pid

    @property
    def words(self) -> str:
        """What holds a run in these cells, for a verdict."""
        own = ["own uid"] if self.own_uid else []
        filtered = ["system call filter"] if self.filter else []
        return ", ".join(["user+pid+net+mount+ipc+uts namespaces", *own, "no capabilities", *filtered, "rlimits"])


def move_in(cells: Cells, guest: Guest) -> None:
    """In the new process: deepen the cell, then give up every right. There is no way back."""
    owner = (guest.uid, guest.uid) if cells.own_uid else (os.getuid(), os.getgid())
    _deepen(cells, guest, owner)
    _lock(cells, owner)
    # Last, since the kernel forgets it when the rights change. Outside of the cell, the server has no number.
    kernel.die_with(0)


def _deepen(cells: Cells, guest: Guest, owner: tuple[int, int]) -> None:
    """Namespaces of the run's own. The answer is copied into a new folder with a limited size."""
    syscalls.unshare(syscalls.NEWNS | syscalls.NEWNET | syscalls.NEWIPC | syscalls.NEWUTS)
    socket.sethostname("kata")
    syscalls.raise_loopback()
    uid, gid = owner
    syscalls.mount_tmpfs(str(HOME), f"size={rlimits.FILE},nr_inodes=16384,mode=700,uid={uid},gid={gid}")
    if cells.processes:
        syscalls.mount_tmpfs("/dev/shm", f"size={rlimits.FILE},nr_inodes=1024,mode=1777")
    folder = RunFolder(HOME, guest.name)
    folder.home.mkdir(0o700)
    folder.scratch.mkdir(0o700)
    with open(guest.source, "rb") as source:
        folder.answer.write_bytes(source.read())
    for path in (folder.home, folder.scratch, folder.answer):
        os.chown(path, uid, gid)
    if cells.sockets:
        _show_database(cells.sockets, guest.database)


def _show_database(sockets: str, own: str) -> None:
    """Of the sockets that the view has, only that of the run's own database stays."""
    if own:
        DATABASE.mkdir(0o755)
        syscalls.mount(f"{sockets}/{own}", str(DATABASE), None, syscalls.BIND)
        syscalls.make_readonly(str(DATABASE), deep=False)
    syscalls.mount_tmpfs(sockets, "size=4k,mode=0")


def _lock(cells: Cells, owner: tuple[int, int]) -> None:
    """Give up every right."""
    rlimits.limit(processes=True)
    if cells.own_uid:
        uid, gid = owner
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    else:
        # We are not root, so the user stays. In a namespace of its own its processes are counted by themselves.
        syscalls.unshare(syscalls.NEWUSER)
    syscalls.gain_no_privileges()
    syscalls.drop_capabilities()
    if cells.filter:
        syscalls.filter_calls(cells.filter)
