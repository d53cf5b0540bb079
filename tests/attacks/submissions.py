"""Hostile hand-ins: folders and archives that no editor would keep. Each is made in the folder of a class.

``EARNS`` are those with a right answer for exercise 03 in them, in spite of all: it must be found, and pass. The others
hold nothing that may earn a point.
"""

from __future__ import annotations

import gzip
import io
import os
import socket
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GUESS = b"async def collect(first, second, third):\n    return ['guess', 'guess', 'guess']\n"
PLACE = "exercises/03_gather/gather.py"
CONFTEST = """import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = "passed"


def pytest_pyfunc_call(pyfuncitem):
    return True
"""
ENDS = "import os\nos._exit(0)\n"
NO_CHECKS = "def test_nothing():\n    pass\n"


@dataclass(frozen=True)
class HandIn:
    """One hostile hand-in: ``make`` puts it into a class's folder, given a right answer to exercise 03."""

    name: str
    number: int
    make: Callable[[Path, bytes], None]
    earns: bool = False


def _folder(files: Mapping[str, str | bytes], name: str, number: int, *, earns: bool = False) -> HandIn:
    """A folder of files; ``RIGHT`` as a content stands for the right answer."""

    def make(top: Path, right: bytes) -> None:
        for path, content in files.items():
            file = top / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            file.write_bytes(right if content == "RIGHT" else data)

    return HandIn(name, number, make, earns)


def _special(name: str, number: int, make: Callable[[Path, bytes], None], *, earns: bool = False) -> HandIn:
    """A folder in which ``make`` puts something else in the place of the answer, given its path."""

    def place(top: Path, right: bytes) -> None:
        path = top / name / PLACE
        path.parent.mkdir(parents=True)
        make(path, right)

    return HandIn(name, number, place, earns)


def _zip(name: str, number: int, entries: Callable[[bytes], Mapping[str, bytes]], *, earns: bool = False) -> HandIn:
    def make(top: Path, right: bytes) -> None:
        with zipfile.ZipFile(top / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in entries(right).items():
                archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)

    return HandIn(name, number, make, earns)


def _bytes(name: str, number: int, content: Callable[[bytes], bytes], *, earns: bool = False) -> HandIn:
    """A file at the top of the class."""
    return HandIn(name, number, lambda top, right: _write(top / name, content(right)), earns)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def hand_ins() -> list[HandIn]:
    """All of them, by name."""
    return sorted([*_shipped(), *_no_files(), *_names(), *_zips(), *_tars()], key=lambda hand_in: hand_in.name)


def _shipped() -> Iterator[HandIn]:
    """A guess, and beside it what would make some graders call it right."""
    places = ("", "exercises/", "exercises/03_gather/")
    for name, number, files in (
        ("B10_conftest", 10, {"conftest.py": CONFTEST}),
        ("B11_conftest_and_plugin", 11, {"conftest.py": "pytest_plugins = ['evil']\n", "evil.py": CONFTEST}),
        ("B12_pytest_ini", 12, {"pytest.ini": "[pytest]\naddopts = -p evil\n", "evil.py": CONFTEST}),
        ("B07_collect_only", 7, {"pytest.ini": "[pytest]\naddopts = --collect-only\npython_files = none\n"}),
        ("B13_pytest", 13, {"pytest.py": ENDS, "_pytest/__init__.py": ENDS}),
        ("B14_unittest", 14, {"unittest.py": ENDS}),
        ("B15_json", 15, {"json.py": ENDS, "hmac.py": ENDS, "traceback.py": ENDS}),
        ("B16_sitecustomize", 16, {"sitecustomize.py": ENDS, "usercustomize.py": ENDS, "evil.pth": "import evil"}),
        ("B17_asyncio", 17, {"asyncio.py": ENDS, "random.py": ENDS, "sqlalchemy/__init__.py": ENDS, "typing.py": ENDS}),
        ("B17_a_grader_of_its_own", 17, {"grader/__init__.py": ENDS, "test_gather.py": NO_CHECKS}),
        ("D32_its_own_solutions", 32, {"hints.md": "", "README.md": ""}),
    ):
        inside = {f"{place}{file}": text for file, text in files.items() for place in places}
        # A right answer where none is looked for: the instructor's own solutions are not the student's.
        yield _folder({PLACE: GUESS, "solutions/03_gather/gather.py": "RIGHT", **inside}, name, number)


def _no_files() -> Iterator[HandIn]:
    """What is no regular file of a sensible size."""
    yield HandIn("I71_empty", 71, lambda top, right: (top / "I71_empty").mkdir())
    yield _special("I72_a_directory", 72, lambda path, right: path.mkdir())
    yield _special("I73_a_link_outside", 73, lambda path, right: path.symlink_to("/etc/passwd"))
    yield _special("I73_a_link_to_itself", 73, lambda path, right: path.symlink_to(path.name))
    yield _special("I73_a_link_to_a_solution", 73, lambda path, right: path.symlink_to(_neighbours(path)))
    yield HandIn("I73_a_linked_folder", 73, lambda top, right: (top / "I73_a_linked_folder").symlink_to("/"))
    yield _special("I74_a_pipe", 74, lambda path, right: os.mkfifo(path))
    yield _special("I74_a_socket", 74, _socket)
    yield _special("I74_a_device", 74, _device)
    yield _special("I75_a_terabyte", 75, _sparse)
    yield HandIn("I75_a_deep_chain", 75, _deep_chain)
    yield _special("I71_no_rights", 71, _no_rights)


def _neighbours(path: Path) -> Path:
    return path.parents[3] / "honest" / PLACE


def _socket(path: Path, right: bytes) -> None:
    # The name of a socket may not be long.
    here = os.open(path.parent, os.O_RDONLY)
    try:
        socket.socket(socket.AF_UNIX).bind(f"/proc/self/fd/{here}/{path.name}")
    finally:
        os.close(here)


def _device(path: Path, right: bytes) -> None:
    with suppress(PermissionError):
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


def _sparse(path: Path, right: bytes) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


def _no_rights(path: Path, right: bytes) -> None:
    # Root may read it all the same, and finds a guess.
    path.write_bytes(GUESS)
    path.chmod(0)


def _deep_chain(top: Path, right: bytes) -> None:
    here = top / "I75_a_deep_chain"
    here.mkdir()
    for _ in range(900):
        here = here / "d"
        here.mkdir()
    (here / "gather.py").write_bytes(right)


def _names() -> Iterator[HandIn]:
    """Students whose names are the attack. Their answers are right."""
    for name in (
        "=cmd|'calc'!A0",
        "@SUM(1+1)*cmd",
        "-rf",
        "--help",
        "a\nnew line",
        "\x1b[31mred\x1b[0m",
        "<script>alert(1)",
        "Zoë",
        "Zoe\u0308",
        "ANN",
        "Ann",
        "\u202egnp.exe",
        "n" * 255,
        "...",
        "CON",
        "]]>&amp;",
        " space ",
        "'; drop table",
    ):
        yield _folder({PLACE: "RIGHT"}, name, 76, earns=True)
    yield _folder({f"my clone/{PLACE}": "RIGHT"}, "I76_a_folder_too_many", 76, earns=True)
    yield HandIn("I76_not_unicode", 76, _not_unicode, earns=True)


def _not_unicode(top: Path, right: bytes) -> None:
    folder = os.fsencode(top) + b"/I76_\xff\xfe"
    os.mkdir(folder)
    _write(Path(os.fsdecode(folder)) / "gather.py", right)


def _zips() -> Iterator[HandIn]:
    yield _zip(
        "I77_slip.zip", 77, lambda right: {"../../evil.py": GUESS, "../honest/" + PLACE: GUESS, "gather.py": GUESS}
    )
    rooted = ("/tmp/evil.py", "C:\\gather.py", "\\\\h\\gather.py", "/" + PLACE)
    yield _zip("I77_absolute.zip", 77, lambda right: dict.fromkeys(rooted, right))
    yield _zip("I77_backslashes.zip", 77, lambda right: {PLACE.replace("/", "\\"): right}, earns=True)
    junk = {f"__MACOSX/{PLACE}": b"\0", "._gather.py": b"\0"}
    yield _zip("I77_junk.zip", 77, lambda right: {**junk, PLACE: right}, earns=True)
    yield _zip("I77_bomb.zip", 77, lambda right: {PLACE: bytes(1 << 26)})
    yield _zip("I77_nested.zip", 77, lambda right: {"inner.zip": _nested(right, 8)})
    yield _zip("I77_many.zip", 77, lambda right: {f"{number}/gather.py": b"" for number in range(60_000)})
    yield _zip("I77_nul_in_a_name.zip", 77, lambda right: {"exercises/03_gather/gather.py\0.txt": GUESS})
    yield _bytes("I77_link.zip", 77, lambda right: _zip_link("/etc/passwd"))
    yield _bytes("I77_twice.zip", 77, lambda right: _zip_twice(right))
    yield _bytes("I77_cut_off.zip", 77, lambda right: _nested(right, 1)[:-30])
    yield _bytes("I77_garbage.zip", 77, lambda right: os.urandom(1 << 16))
    yield _bytes("I77_a_false_directory.zip", 77, lambda right: _zip_false(right))
    yield _bytes("I77_nothing.zip", 77, lambda right: b"")
    yield _bytes("I77_unknown.rar", 77, lambda right: b"Rar!\x1a\x07\0" + right)


def _nested(right: bytes, depth: int) -> bytes:
    data, name = right, PLACE
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, data)
        data, name = out.getvalue(), "inner.zip"
    return data


def _zip_link(target: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo(PLACE)
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
    return out.getvalue()


def _zip_twice(right: bytes) -> bytes:
    """Two entries of one name, one of them right: which of them was meant, nobody can say."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(PLACE, right)
        other = zipfile.ZipInfo(PLACE)
        archive.writestr(other, GUESS)
    return out.getvalue()


def _zip_false(right: bytes) -> bytes:
    """A directory of an archive that promises another size, offset and checksum."""
    data = bytearray(_nested(right, 1))
    entry = data.find(b"PK\x01\x02")
    struct.pack_into("<III", data, entry + 16, 0xDEADBEEF, 0x7FFFFFFF, 0x7FFFFFFF)
    return bytes(data)


def _tars() -> Iterator[HandIn]:
    for name, kind, link in (
        ("I77_link.tar", tarfile.SYMTYPE, "/etc/passwd"),
        ("I77_hard_link.tar", tarfile.LNKTYPE, "../../etc/passwd"),
        ("I77_device.tar", tarfile.CHRTYPE, ""),
        ("I77_pipe.tar", tarfile.FIFOTYPE, ""),
    ):
        yield _bytes(name, 77, lambda right, kind=kind, link=link: _tar({PLACE: b""}, kind, link))
    yield _bytes("I77_slip.tar", 77, lambda right: _tar({"../../evil.py": GUESS, "/tmp/evil.py": GUESS}))
    yield _bytes("I77_plain.tar", 77, lambda right: _tar({"./" + PLACE: right}), earns=True)
    yield _bytes("I77_bomb.tar.gz", 77, lambda right: gzip.compress(_tar({PLACE: bytes(1 << 26)})))
    yield _bytes("I77_nothing_but_zeros.tar.gz", 77, lambda right: gzip.compress(bytes(1 << 26)))
    yield _bytes("I77_cut_off.tar.gz", 77, lambda right: gzip.compress(_tar({PLACE: GUESS}))[:-20])
    yield _bytes("I77_a_false_size.tar", 77, lambda right: _tar({PLACE: GUESS}).replace(b"0000000", b"7777777", 3))


def _tar(files: Mapping[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size = kind, link, len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()
