"""Tries to leave a sandbox: mounts, new namespaces, capabilities, chroot, keyrings, and files of the host.

exercise: 03_gather
catalogue: own
harm: would change mounts and limits
"""

import ctypes
import os
import resource

libc = ctypes.CDLL(None, use_errno=True)
for name in ("RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CPU"):
    try:
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
libc.unshare(0x10000000 | 0x00020000)
libc.mount(b"proc", b"/proc", b"proc", 0, None)
libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)
libc.umount2(b"/", 2)
for change in (lambda: os.setuid(0), lambda: os.setgroups([0]), lambda: os.chroot("/"), lambda: os.nice(-20)):
    try:
        change()
    except OSError:
        pass
escaped = [path for path in ("/etc/shadow", "/root", "/proc/1/environ", "/proc/1/root") if os.access(path, os.R_OK)]


async def collect(first, second, third):
    return ["guess", "guess", str(escaped)]
