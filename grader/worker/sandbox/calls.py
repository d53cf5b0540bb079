"""The filter of system calls (seccomp): what no answer needs, and what a namespace does not cover.

Namespaces leave two kinds of holes. Some things are not divided among them: the keyrings of a session, sockets to the
machine's host (vsock), the kernel's own tools (bpf, perf, io_uring). And whoever may make namespaces reaches parts of
the kernel that are otherwise root's. Such calls fail with EPERM, as they do where they are forbidden anyway. Where an
exercise starts no processes, no program can be started either.

The filter is made for x86-64, where it was tried. On other processors there is none, and the verdict does not name it.
"""

from __future__ import annotations

import errno
import platform
import struct

_MACHINE, _ARCHITECTURE = "x86_64", 0xC000003E
_X32 = 0x40000000

_FORBIDDEN = (
    *(101, 310, 311, 312, 438),  # ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd
    *(248, 249, 250),  # add_key request_key keyctl
    *(321, 298, 323, 154, 135),  # bpf perf_event_open userfaultfd modify_ldt personality
    *(425, 426, 427),  # io_uring_setup io_uring_enter io_uring_register
    *(165, 166, 155, 161, 272, 308),  # mount umount2 pivot_root chroot unshare setns
    *(428, 429, 430, 431, 432, 433),  # open_tree move_mount fsopen fsconfig fsmount fspick
    *(442, 303, 304, 179),  # mount_setattr name_to_handle_at open_by_handle_at quotactl
    *(246, 320, 175, 313, 176),  # kexec_load kexec_file_load init_module finit_module delete_module
    *(169, 167, 168, 103, 163),  # reboot swapon swapoff syslog acct
)
_STARTS = (59, 322)  # execve execveat
_SOCKET, _CLONE, _CLONE3 = 41, 56, 435

_FAMILIES = (1, 2, 10, 16)  # unix inet inet6 netlink, which libc asks about addresses
_ANY_NEW_NAMESPACE = 0x7E020000

# Instructions of the classic Berkeley packet filter: load a word, compare it, test its bits, return.
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000


def program(*, starts_processes: bool) -> bytes:
    """The filter, or nothing where there is none for this processor."""
    if platform.machine() != _MACHINE:
        return b""
    forbidden = (*_FORBIDDEN, *(() if starts_processes else _STARTS))
    refuse = _then(_RETURN, _ERRNO | errno.EPERM)
    return b"".join(
        (
            _then(_LOAD, _ARCHITECTURE_AT),
            _jump(_EQUAL, _ARCHITECTURE, yes=1, no=0) + refuse,
            _then(_LOAD, _NUMBER_AT),
            _jump(_AT_LEAST, _X32, yes=0, no=1) + refuse,
            *(_jump(_EQUAL, number, yes=0, no=1) + refuse for number in forbidden),
            # libc falls back to clone, whose flags can be seen.
            _jump(_EQUAL, _CLONE3, yes=0, no=1) + _then(_RETURN, _ERRNO | errno.ENOSYS),
            _jump(_EQUAL, _CLONE, yes=0, no=4),
            _then(_LOAD, _FIRST_ARGUMENT_AT) + _jump(_BITS, _ANY_NEW_NAMESPACE, yes=0, no=1) + refuse,
            _then(_RETURN, _ALLOW),
            _jump(_EQUAL, _SOCKET, yes=0, no=1 + len(_FAMILIES) + 1),
            _then(_LOAD, _FIRST_ARGUMENT_AT),
            *(_jump(_EQUAL, family, yes=len(_FAMILIES) - place, no=0) for place, family in enumerate(_FAMILIES)),
            _then(_RETURN, _ERRNO | errno.EAFNOSUPPORT),
            _then(_RETURN, _ALLOW),
        )
    )


def _then(code: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, 0, 0, value)


def _jump(code: int, value: int, *, yes: int, no: int) -> bytes:
    """Compare; then leave out so many instructions."""
    return struct.pack("=HBBI", code, yes, no, value)
