"""The parent's side: by which means a sandbox is tried, what is said when there is none, and what would help.

In this order: bubblewrap around the servers, where it is installed; namespaces of our own; none. Inside bubblewrap the
servers make the same namespaces again, since it can hold a whole server and not one run of it. It is a second wall,
made by somebody else. ``KATA_SANDBOX`` in the environment names the one means to try.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Misuse

HOME = Path("/kata")
"""Where a run in a sandbox finds its folder, made anew for each."""

DATABASE = HOME / "postgres"
"""Where a run in a sandbox finds the socket of its database."""

UIDS = range(60578, 61184)
"""User numbers for runs, when we are root: a range that neither distributions nor systemd give to anybody."""

NOTHING = "process only"
"""How the words of ``Verdict.isolation`` begin where there is no sandbox."""

OPEN = f"{NOTHING}: own session under a supervisor, rlimits, limits by the parent"
"""What holds a warm run without a sandbox."""

_VARIABLE = "KATA_SANDBOX"
_KERNEL = Path("/proc/sys")
_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))
_SWITCHES = {
    "kernel/apparmor_restrict_unprivileged_userns": ("1", "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    "kernel/unprivileged_userns_clone": ("0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    "user/max_user_namespaces": ("0", "sudo sysctl user.max_user_namespaces=10000"),
}


@dataclass(frozen=True)
class Means:
    """One means. ``prefix``: the words of the command that the servers are started with."""

    name: str
    prefix: Sequence[str] = ()

    @property
    def sandboxed(self) -> bool:
        """Whether there are walls at all."""
        return self.name != "none"

    def words(self, inside: str, refused: str) -> str:
        """What holds a run, for a verdict.

        Args:
            inside: what the servers say about it.
            refused: why there are no walls.
        """
        if self.prefix:
            return f"{self.name}, {inside}"
        return f"{inside} ({refused})" if refused and not self.sandboxed else inside


def means() -> list[Means]:
    """The means to try here, the best first. The last is always none.

    Raises:
        Misuse: ``KATA_SANDBOX`` names none of them.
    """
    known = {"bubblewrap": _bubblewrap(), "namespaces": Means("namespaces"), "none": Means("none")}
    if not (wanted := os.environ.get(_VARIABLE)):
        return [each for each in known.values() if each]
    if wanted not in known:
        raise Misuse(f"{_VARIABLE}={wanted}: set it to one of {', '.join(known)}, or leave it out")
    return [each for name, each in known.items() if each and name in (wanted, "none")]


def _bubblewrap() -> Means | None:
    program = shutil.which("bwrap")
    if program is None:
        return None
    own = ["--cap-add", "ALL"] if os.getuid() == 0 else ["--unshare-user"]
    spaces = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    files = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    # The one place in there that can be written to, and nobody outside sees it.
    temporary = ["--setenv", "TMPDIR", "/dev/shm"]
    return Means("bubblewrap", [program, *own, *spaces, *files, *temporary, "--"])


def required(reason: str, remedy: str = "") -> Misuse:
    """What to raise where a sandbox is required and there is none. ``remedy``: in place of the usual cure."""
    return Misuse(f"isolation is required, and there is none here ({reason}): {remedy or cure()}")


def cure() -> str:
    """What would help, as far as this machine tells."""
    if sys.platform != "linux":
        return "run the grader on Linux, or in a Linux virtual machine"
    if os.environ.get(_VARIABLE):
        return f"leave {_VARIABLE} out of the environment"
    if any(mark.exists() for mark in _CONTAINER):
        return "let the container make user namespaces: docker run --privileged, or a seccomp profile that allows it"
    for name, (bad, command) in _SWITCHES.items():
        try:
            if (_KERNEL / name).read_text().strip() == bad:
                return command
        except OSError:
            continue
    return "a Linux of 5.12 or later that lets you make user namespaces (unshare -U -r true shows whether it does)"
