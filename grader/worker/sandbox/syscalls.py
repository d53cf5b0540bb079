"""The system calls that a sandbox is made of, for those that Python 3.11 has no name for. Linux only.

Each raises OSError as Python's own do. The numbers are the same on all processors since Linux 5.1; older calls without
a function in libc have a table.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import socket
import struct

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000

NOSUID, NODEV, NOEXEC = 2, 4, 8
BIND, RECURSIVE, PRIVATE = 4096, 16384, 1 << 18

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_SECCOMP_FILTER = 2
_MOUNT_SETATTR = 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID, _MOUNT_ATTR_NODEV = 1, 2, 4
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MNT_DETACH = 2
_CAPABILITIES_V3 = 0x20080522
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]


def _require(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Leave these namespaces for new ones. A new pid namespace is for the children made from now on."""
    _require(_libc.unshare(flags), "unshare")


def join(namespace: int, kind: int) -> None:
    """Enter the namespace of a descriptor (setns)."""
    _require(_libc.setns(namespace, kind), "setns")


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str | None = None) -> None:
    """Mount a file system, or bind a file or folder to another place."""
    names = [os.fsencode(name) if name is not None else None for name in (source, target, kind)]
    _require(_libc.mount(*names, flags, options.encode() if options else None), f"mount {target}")


def mount_tmpfs(target: str, options: str) -> None:
    """Mount an empty file system in memory, from which nothing can be started."""
    mount("tmpfs", target, "tmpfs", NOSUID | NODEV | NOEXEC, options)


def detach(target: str) -> None:
    """Take a mount away, with all that is mounted in it."""
    _require(_libc.umount2(os.fsencode(target), _MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make a mount the root of this mount namespace, and put the old root into a folder of it."""
    number = _PIVOT_ROOT.get(platform.machine())
    if number is None:
        raise OSError(f"pivot_root: its number is not known for {platform.machine()}")
    _require(_libc.syscall(ctypes.c_long(number), os.fsencode(new), os.fsencode(old)), "pivot_root")


def make_readonly(target: str, *, deep: bool, devices: bool = False) -> None:
    """Nothing can be written there, and no set-user-id program starts. ``deep``: in mounts below it too."""
    wanted = _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID | (0 if devices else _MOUNT_ATTR_NODEV)
    attributes = struct.pack("4Q", wanted, 0, 0, 0)
    _require(
        _libc.syscall(
            ctypes.c_long(_MOUNT_SETATTR),
            ctypes.c_int(_AT_FDCWD),
            os.fsencode(target),
            ctypes.c_uint(_AT_RECURSIVE if deep else 0),
            attributes,
            ctypes.c_size_t(len(attributes)),
        ),
        f"mount_setattr {target} (Linux 5.12 has it)",
    )


def raise_loopback() -> None:
    """Bring up 127.0.0.1 in this network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP))


def gain_no_privileges() -> None:
    """From now on no program that is started gives more rights than there are."""
    _require(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def drop_capabilities() -> None:
    """Give up every capability."""
    header, nothing = struct.pack("Ii", _CAPABILITIES_V3, 0), bytes(24)
    _require(_libc.capset(header, nothing), "capset")


def filter_calls(program: bytes) -> None:
    """Hand a filter of system calls to the kernel (seccomp), for this process and its children, for good."""
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions of 8 bytes, and where they are.
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    _require(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, head, 0, 0), "seccomp")
