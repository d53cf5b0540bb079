"""How our child processes are started: the same interpreter, and nothing of the caller's surroundings."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

_KEPT = {
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
}
_BOOT = """
import sys
roots = {roots!r}
sys.path[:0] = roots
import grader
sys.path[:] = [path for path in sys.path if path not in roots] + roots
from {module} import main
main()
"""


def command(module: str, *arguments: str) -> list[str]:
    """The command that calls ``main()`` of a module of ours in a fresh interpreter.

    The current folder is on no path and UTF-8 is the encoding everywhere. Our own folder and pytest's are put last,
    so that an uninstalled clone works too and nothing in it can stand in for a module of Python's.
    """
    boot = _BOOT.format(roots=_roots(), module=module)
    return [sys.executable, "-P", "-s", "-B", "-X", "utf8", "-c", boot, *arguments]


def environment() -> dict[str, str]:
    """The environment of a run: no secrets of the caller's, no settings of Python or pytest.

    The order of a set of texts depends on the hash seed, so it is fixed: the same answer gives the same messages.
    (This is why the command has ``-P -s`` and not ``-I``, which would ignore it.)
    """
    ours = {name for name in os.environ if name.startswith("KATA_")} - {"KATA_DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name in ours}
    return {**kept, "PYTHONHASHSEED": "0", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _roots() -> list[str]:
    """The folders from which this process imports the grader and pytest."""
    found = [spec.origin for name in ("grader", "pytest") if (spec := find_spec(name)) and spec.origin]
    return list(dict.fromkeys(str(Path(origin).parent.parent) for origin in found))
