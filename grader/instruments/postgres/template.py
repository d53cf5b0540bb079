"""The template: an empty cluster, made once for each version and copied for each server."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.instruments.postgres.programs import Programs

_OPTIONS = ("-U", "kata", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions")


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


def template_cluster(programs: Programs, cache: Path) -> Path:
    """The folder of the template, made now if it is not there. It takes about half a second, once.

    Raises:
        Unavailable: ``initdb`` failed.
    """
    version = programs.version
    made = cache / f"cluster-{version}"
    with _one_at_a_time(cache):
        if not made.exists():
            growing = cache / f"{made.name}.{os.getpid()}"
            shutil.rmtree(growing, ignore_errors=True)
            growing.mkdir()
            programs.give(growing)
            programs.run("initdb", *_OPTIONS, *_locale(version), "-D", growing)
            growing.rename(made)
    return made


def _locale(version: str) -> tuple[str, ...]:
    """The same order of texts on every system; since 17 PostgreSQL brings one that knows Unicode."""
    if int(version.partition(".")[0]) < 17:
        return ("--no-locale",)
    return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


@contextmanager
def _one_at_a_time(cache: Path) -> Iterator[None]:
    import fcntl

    with (cache / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
