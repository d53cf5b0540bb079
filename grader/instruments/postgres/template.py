"""The template: an empty cluster, made once for each version and copied for each server.

Nobody connects without a password. That of the superuser lies beside the cluster, readable by its owner alone, so that
a server needs no extra step at its start. It is the same for all servers of a user: the one who could read the file
can read the servers' own files as well.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grader.instruments.postgres.programs import Programs, one_at_a_time

SUPERUSER = "kata"

# The password goes through a socket on this machine, so there is nothing that a challenge would hide it from.
_OPTIONS = ("-U", SUPERUSER, "-A", "password", "-E", "UTF8", "--no-sync", "--no-instructions")
_SMALL = ("--wal-segsize=1",)
"""Less to copy for each server."""


@dataclass(frozen=True)
class Template:
    """``data`` is the cluster's folder, ``password`` the superuser's."""

    data: Path
    password: str


def cache_folder() -> Path:
    """A folder that outlives runs: ours alone to write, and readable for the user who runs PostgreSQL for root."""
    folder = Path(tempfile.gettempdir()) / f"kata-postgres-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    about = folder.lstat()
    if stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o022:
        return folder
    # Somebody else made it, or can write there: what it holds is not to be trusted.
    private = Path(tempfile.mkdtemp(prefix="kata-postgres-"))
    private.chmod(0o755)
    return private


def template_cluster(programs: Programs, cache: Path) -> Template:
    """The template, made now if it is not there. It takes about half a second, once.

    Raises:
        Unavailable: ``initdb`` failed.
    """
    version = programs.version
    made = cache / f"template-{version}"
    with one_at_a_time(cache):
        if not made.exists():
            growing = cache / f"{made.name}.growing"
            shutil.rmtree(growing, ignore_errors=True)
            growing.mkdir()
            _make(growing, programs, version)
            growing.rename(made)
    return Template(made / "data", (made / "password").read_text("ascii"))


def _make(folder: Path, programs: Programs, version: str) -> None:
    data, password = folder / "data", folder / "password"
    data.mkdir()
    password.touch(0o600)
    password.write_text(secrets.token_hex(16), "ascii")
    programs.give(data)
    # For as long as it takes to read it.
    programs.give(password)
    options = (*_OPTIONS, *_SMALL, *_locale(version), *_quick(version))
    programs.run("initdb", *options, f"--pwfile={password}", "-D", data)
    os.chown(password, os.getuid(), os.getgid())


def _locale(version: str) -> tuple[str, ...]:
    """The same order of texts on every system; since 17 PostgreSQL brings one that knows Unicode."""
    if _major(version) < 17:
        return ("--no-locale",)
    return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


def _quick(version: str) -> tuple[str, ...]:
    """Random passwords need no thousand rounds of hashing, which would take some milliseconds for each connection."""
    return () if _major(version) < 16 else ("--set=scram_iterations=1",)


def _major(version: str) -> int:
    return int(version.partition(".")[0])
