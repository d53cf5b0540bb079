"""The files that an answer can see: what Python needs, one exercise, and a folder of its own. Nothing else, read-only.

A server builds the view once, after the checks are collected: then every library that they use is mapped, and the
folders of those libraries are the ones to show. There is no /proc, and no program unless the exercise starts some.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path

import grader
from grader.checklist import starts_processes
from grader.worker.plan import Plan
from grader.worker.sandbox import syscalls
from grader.worker.sandbox.means import HOME

_BASE = "/tmp"
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_SETTINGS = (
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/nsswitch.conf", "/etc/protocols", "/etc/services"),
    *("/usr/share/zoneinfo", "/usr/lib/locale", "/usr/share/locale/locale.alias"),
)
_MADE_UP = {
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/passwd": "kata:x:65534:65534::/kata/run:/none\n",
    "/etc/group": "kata:x:65534:\n",
}


def build(plan: Plan | None) -> None:
    """Make the view the root of this process, in a mount namespace of its own. None: no exercise is shown."""
    shown = [*_libraries(), *_SETTINGS]
    processes = plan is not None and starts_processes(Path(plan.checks))
    if plan:
        # Of the sockets a run sees only the one of its own database: its cell hides the others.
        shown += [plan.folder, plan.stub, *([plan.sockets] if plan.sockets else [])]
    if processes:
        shown += _interpreter()
    syscalls.unshare(syscalls.NEWNS)
    view = _View()
    for path in shown:
        view.show(path)
    for device in _DEVICES:
        view.show(device, device=True)
    for path, text in _MADE_UP.items():
        view.write(path, text)
    for folder in (str(HOME), "/proc", *(["/dev/shm"] if processes else [])):
        view.folder(folder)
    view.enter()


class _View:
    """A root under construction. The old root stays in reach until it is entered."""

    def __init__(self) -> None:
        syscalls.mount_tmpfs(_BASE, "size=4m,mode=755")
        for name in ("old", "new"):
            os.mkdir(f"{_BASE}/{name}")
        syscalls.pivot_root(_BASE, f"{_BASE}/old")
        os.chdir("/")
        # A root must be a mount of its own to be pivoted to.
        syscalls.mount("/new", "/new", None, syscalls.BIND)
        self._shown: set[str] = set()
        for entry in os.scandir("/old"):
            # Such as /lib and /lib64: the loader of programs is found through one.
            if entry.is_symlink():
                os.symlink(os.readlink(entry.path), f"/new/{entry.name}")

    def show(self, path: str, *, device: bool = False) -> None:
        """Show a file or a folder with all below it, if it is there. Links on the way to it are shown as links."""
        real = self._follow(path)
        if real in self._shown or not os.path.exists(f"/old{real}"):
            return
        self._shown.add(real)
        if os.path.isdir(f"/old{real}"):
            self.folder(real)
        else:
            self.write(real, "")
        syscalls.mount(f"/old{real}", f"/new{real}", None, syscalls.BIND | syscalls.RECURSIVE)
        syscalls.make_readonly(f"/new{real}", deep=True, devices=device)

    def folder(self, path: str) -> None:
        """See to it that there is a folder."""
        os.makedirs(f"/new{path}", exist_ok=True)

    def write(self, path: str, text: str) -> None:
        """See to it that there is a file."""
        if not os.path.lexists(f"/new{path}"):
            self.folder(os.path.dirname(path))
            Path(f"/new{path}").write_text(text)

    def enter(self) -> None:
        """Make it the root, and lose the old one."""
        syscalls.make_readonly("/new", deep=False)
        syscalls.pivot_root("/new", "/new/proc")
        os.chdir("/")
        syscalls.detach("/proc")

    def _follow(self, path: str) -> str:
        """Where a path leads. Each link on the way is made in the view too, unless what is shown already has it."""
        done, waiting = "", [part for part in path.split("/") if part]
        while waiting:
            here = f"{done}/{waiting.pop(0)}"
            if not os.path.islink(f"/old{here}"):
                done = here
                continue
            target = os.readlink(f"/old{here}")
            if not os.path.lexists(f"/new{here}"):
                self.folder(done)
                os.symlink(target, f"/new{here}")
            absolute = os.path.normpath(os.path.join(done or "/", target))
            done, waiting = "", [*absolute.strip("/").split("/"), *waiting]
        return done


def _libraries() -> list[str]:
    """Python's own modules, the installed ones, the grader, and the folders of all shared libraries now in use."""
    prefixes = {os.path.realpath(prefix) for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    standard = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    installed = [
        path
        for path in sys.path
        if os.path.basename(path) in ("site-packages", "dist-packages")
        or (os.path.isdir(path) and _is_below(os.path.realpath(path), prefixes) and "lib" in path)
    ]
    own = [os.path.dirname(os.path.abspath(grader.__file__)), os.path.dirname(os.path.abspath(site.__file__))]
    return [*dict.fromkeys([*standard, *installed, *own, *_folders_of_mapped_libraries()])]


def _is_below(path: str, tops: Iterable[str]) -> bool:
    return any(path.startswith(f"{top}/") for top in tops)


def _folders_of_mapped_libraries() -> Iterator[str]:
    for line in Path("/proc/self/maps").read_text().splitlines():
        name = line.partition("/")[2]
        if name and ".so" in os.path.basename(name):
            yield os.path.dirname(f"/{name}")


def _interpreter() -> list[str]:
    """What starting Python again needs: the program, with the links that lead to it, a venv's settings, the loader."""
    program = sys.executable
    loaders = [path for folder in ("/lib", "/lib64") for path in glob(f"{folder}/ld-*.so*")]
    return [program, f"{sys.prefix}/pyvenv.cfg", *loaders]
