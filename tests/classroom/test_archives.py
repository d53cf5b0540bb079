"""Archives are read, never extracted: honest ones give the same marks as folders, hostile ones a line."""

from __future__ import annotations

import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest
from classroom.school import FEAST, TEA, TOAST, School

from grader.classroom.archive import list_archive
from grader.classroom.listing import NotReadable

ONLY_TEA = ["passed", "missing", "missing"]
NOTHING = ["missing", "missing", "missing"]
Entries = Iterable[tuple[str, str]]
CLONE = (("async-katas/exercises/01_tea/tea.py", TEA), ("async-katas/solutions/02_toast/toast.py", TOAST))


def zipped(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, text in entries:
            archive.writestr(name, text)
    return data.getvalue()


def tarred(entries: Entries, mode: str = "w", format: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode, format=format) as archive:
        for name, text in entries:
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return data.getvalue()


HONEST: dict[str, bytes] = {
    "a.zip": zipped(CLONE),
    "b.zip": zipped(CLONE, zipfile.ZIP_STORED),
    "c.ZIP": zipped(CLONE, zipfile.ZIP_BZIP2),
    "d.tar": tarred(CLONE),
    "e.tar.gz": tarred(CLONE, "w:gz"),
    "f.tgz": tarred(CLONE, "w:gz", tarfile.GNU_FORMAT),
    "g.tar.bz2": tarred(CLONE, "w:bz2"),
    "h.tar.xz": tarred(CLONE, "w:xz"),
    "i.tar": tarred(CLONE, format=tarfile.USTAR_FORMAT),
    "loose.zip": zipped([("tea.py", TEA)]),
    "slashes.zip": zipped([("exercises\\01_tea\\tea.py", TEA)]),
    "long.tar": tarred([("d" * 120 + "/" + "e" * 120 + "/tea.py", TEA)]),
    "longgnu.tar": tarred([("d" * 120 + "/" + "e" * 120 + "/tea.py", TEA)], format=tarfile.GNU_FORMAT),
    "longustar.tar": tarred([("d" * 90 + "/" + "e" * 90 + "/tea.py", TEA)], format=tarfile.USTAR_FORMAT),
    "mislabelled.zip": tarred(CLONE, "w:gz"),
    "junk.zip": zipped(
        [("tea.py", TEA), ("__MACOSX/toast.py", TOAST), ("._tea.py", "\0\5"), (".venv/x/toast.py", TOAST)]
    ),
    "dot.tar": tarred([("./tea.py", TEA)]),
}


def test_every_kind_of_archive_is_a_submission(school: School) -> None:
    """Its name without the ending is the student, and its answers earn what they earn in a folder."""
    for name, data in HONEST.items():
        (school.submissions / name).write_bytes(data)

    printed = school.grades()

    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith("1 to run, 0 unchanged.\n"), "they are all the same answer"
    found = {name: school.statuses(name.split(".")[0]) for name in HONEST}
    assert found == dict.fromkeys(HONEST, ONLY_TEA)
    assert all(row.problems == [] for row in school.rows().values())


def test_folder_with_one_archive_is_that_archive(school: School) -> None:
    """As course systems deliver them."""
    (school.submissions / "ada").mkdir()
    (school.submissions / "ada" / "homework.zip").write_bytes(HONEST["a.zip"])

    school.grades()

    assert school.statuses("ada") == ONLY_TEA


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("top", ["", "class/"])
def test_whole_class_can_be_one_archive(school: School, pack: Callable[[Entries], bytes], top: str) -> None:
    """Folders, and archives in it, with or without a folder around them all."""
    whole = pack(
        [(f"{top}ada/tea.py", TEA), (f"{top}bob/x/exercises/03_feast/feast.py", FEAST), (f"{top}notes.txt", "")]
    )
    (school.root / "class.archive").write_bytes(whole)

    printed = school.types("class", str(school.root / "class.archive"), "--out", str(school.out))

    assert (printed.status, printed.err) == (0, "")
    assert list(school.rows()) == ["ada", "bob"]
    assert (school.statuses("ada"), school.statuses("bob")) == (ONLY_TEA, ["missing", "missing", "passed"])
    assert school.gradebook().problems == ["notes.txt is neither a folder nor an archive, and was left out"]


def test_archives_in_the_archive_of_a_class(school: School) -> None:
    """One for each student."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("a.zip", "e.tar.gz"):
            archive.writestr(name, HONEST[name])
    (school.root / "all.zip").write_bytes(data.getvalue())

    school.types("class", str(school.root / "all.zip"), "--out", str(school.out))

    assert {name: school.statuses(name) for name in school.rows()} == {"a": ONLY_TEA, "e": ONLY_TEA}


def encrypted() -> bytes:
    """As a program with a password would mark it."""
    data = bytearray(zipped([("tea.py", TEA)]))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.index(signature) + offset
        data[at] |= 1
    return bytes(data)


def special(kind: bytes, name: str = "tea.py") -> bytes:
    """A tar archive with one entry that is no file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    return data.getvalue()


def linked() -> bytes:
    """A zip archive with a symbolic link."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("tea.py")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return data.getvalue()


def damaged(data: bytes) -> bytes:
    """With other bytes in the middle of the content."""
    at = len(data) // 3
    return data[:at] + bytes(255 - byte for byte in data[at : at + 40]) + data[at + 40 :]


def lying_size() -> bytes:
    """A tar entry that claims to be larger than the archive."""
    data = bytearray(tarred([("tea.py", TEA)], format=tarfile.USTAR_FORMAT))
    data[124:136] = b"\x80" + (1 << 60).to_bytes(11, "big")
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


ODD_NAME = "an entry has a name that no folder could have, and left out: "
TWICE = [("tea.py", TEA), ("toast.py", TOAST), ("tea.py", "x = 1\n")]
HOSTILE: dict[str, tuple[bytes, list[str]]] = {
    "climbs.zip": (zipped([("../../tea.py", TEA)]), [f"{ODD_NAME}../../tea.py", "no answer was found in it"]),
    "absolute.tar": (tarred([("/tmp/tea.py", TEA)]), [f"{ODD_NAME}../tmp/tea.py", "no answer was found in it"]),
    "drive.zip": (zipped([("C:\\tea.py", TEA)]), [f"{ODD_NAME}../C:/tea.py", "no answer was found in it"]),
    "backslash.zip": (zipped([("..\\tea.py", TEA)]), [f"{ODD_NAME}../tea.py", "no answer was found in it"]),
    "longname.zip": (
        zipped([("x" * 300 + "/tea.py", TEA)]),
        [f"{ODD_NAME}{'x' * 160}... (307 characters)", "no answer was found in it"],
    ),
    "deep.zip": (
        zipped([("d/" * 30 + "tea.py", TEA)]),
        [f"{ODD_NAME}{'d/' * 30}tea.py", "no answer was found in it"],
    ),
    "link.tar": (special(tarfile.SYMTYPE), ["01 tea: tea.py: tea.py is a symbolic link, not a regular file"]),
    "hardlink.tar": (special(tarfile.LNKTYPE), ["01 tea: tea.py: tea.py is a link, not a regular file"]),
    "device.tar": (special(tarfile.CHRTYPE), ["01 tea: tea.py: tea.py is a device, not a regular file"]),
    "pipe.tar": (special(tarfile.FIFOTYPE), ["01 tea: tea.py: tea.py is a pipe, not a regular file"]),
    "link.zip": (linked(), ["01 tea: tea.py: tea.py is a symbolic link, not a regular file"]),
    "encrypted.zip": (encrypted(), ["01 tea: tea.py: tea.py is encrypted, not a regular file"]),
    "damaged.zip": (
        damaged(zipped([("tea.py", TEA * 40)], zipfile.ZIP_STORED)),
        ["01 tea: tea.py: tea.py cannot be read: damaged"],
    ),
    "large.zip": (zipped([("tea.py", "#" * (2 << 20))]), ["01 tea: tea.py: tea.py is larger than 1 MB"]),
    "large.tar": (tarred([("tea.py", "#" * (2 << 20))]), ["01 tea: tea.py: tea.py is larger than 1 MB"]),
    "cut.zip": (zipped(CLONE)[:-30], ["the submission: cannot be read: damaged (File is not a zip file)"]),
    "cut.tar": (tarred(CLONE)[:700], ["the submission: cannot be read: cut short"]),
    "cut.tgz": (tarred(CLONE, "w:gz")[:100], None),
    "lies.tar": (lying_size(), ["the submission: cannot be read: cut short"]),
    "text.zip": (b"not an archive\n" * 100, ["the submission: cannot be read: not a tar archive"]),
    "empty.zip": (b"", ["no answer was found in it"]),
    "other.rar": (b"Rar!\x1a\x07" + bytes(600), ["the submission: cannot be read: not a tar archive"]),
    "bomb.tgz": (
        tarred([("big.bin", "0" * (40 << 20))], "w:gz"),
        ["the submission: unpacks to more than 20 MB"],
    ),
    "many.zip": (zipped((f"{n}.txt", "") for n in range(50_001)), ["the submission: more than 50000 files"]),
    "many.tgz": (tarred(((f"{n}.txt", "") for n in range(50_001)), "w:gz"), None),
}


def test_hostile_archives_are_a_line_and_nothing_is_written(school: School) -> None:
    """Each is a row with everything missing and a reason, and beside the class nothing appears on the disk."""
    school.hands_in("ada/tea.py")
    for name, (data, _) in HOSTILE.items():
        folder = school.submissions / name.replace(".", " ")
        folder.mkdir()
        (folder / name).write_bytes(data)
    before = sorted(os.listdir(school.root)), sorted(school.submissions.rglob("*"))

    printed = school.grades()

    assert (printed.status, printed.err) == (0, "")
    assert school.statuses("ada") == ONLY_TEA
    rows = school.rows()
    for name, (_, lines) in HOSTILE.items():
        row = rows[name.replace(".", " ")]
        assert {verdict.status for verdict in row.verdicts.values()} == {"missing"}, name
        assert list(row.problems) == lines if lines else len(row.problems) == 1, (name, row.problems)
    after = sorted(set(os.listdir(school.root)) - {"out"}), sorted(school.submissions.rglob("*"))
    assert after == before


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entry_that_is_there_twice_does_not_count(school: School, pack: Callable[[Entries], bytes]) -> None:
    """Programs differ in which of the two they take, so it is said, and neither is taken."""
    (school.submissions / "ada.zip").write_bytes(pack(TWICE))

    school.grades()

    assert school.statuses("ada") == ["missing", "passed", "missing"]
    assert school.rows()["ada"].problems == [
        "tea.py is in the archive 2 times",
        "01 tea: different files are called tea.py, and none of them counts: tea.py and tea.py",
    ]


@pytest.mark.parametrize("whole", [tarred(CLONE), tarred(CLONE, format=tarfile.GNU_FORMAT), zipped(CLONE)])
def test_archive_with_any_byte_changed_ends(whole: bytes) -> None:
    """It is read, or refused with a reason: no other error, and no endless loop."""
    for position in range(min(len(whole), 2048)):
        data = bytearray(whole)
        data[position] ^= 0xFF
        with suppress(NotReadable):
            list_archive(bytes(data), lambda name: 1 << 20)


def test_pax_header_of_any_length_ends() -> None:
    """A record that says it is shorter than itself, or longer than all."""
    for record in (b"0 path=a\n", b"5 path=a\n", b"99999 path=a\n", b"11 size=-1\n", b"path", b"\xff" * 40):
        header = bytearray(512)
        header[:4], header[124:136], header[156:157] = b"name", b"%011o\0" % len(record), b"x"
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        data = bytes(header) + record + bytes(-len(record) % 512) + tarred(CLONE)
        with pytest.raises(NotReadable, match="damaged"):
            list_archive(data, lambda name: 1 << 20)


def test_zip_with_a_wrong_count_is_counted_by_us() -> None:
    """The number of entries that an archive claims decides nothing."""
    data = bytearray(zipped((f"{n}.txt", "") for n in range(50_001)))
    end = data.rindex(b"PK\5\6")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)

    with pytest.raises(NotReadable, match="more than 50000 files"):
        list_archive(bytes(data), lambda name: 0)
