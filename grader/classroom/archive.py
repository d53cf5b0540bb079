"""What lies in a zip or tar archive. Members that nobody asks for are never unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from grader.classroom.listing import (
    DEEPEST,
    MOST_ENTRIES,
    File,
    Listing,
    NotReadable,
    is_junk,
    nothing_to_read,
    usable,
)
from grader.classroom.names import printable
from grader.classroom.tar import BadTar, Member, Stream, members
from grader.worker.intake import NoAnswer
from grader.worker.limits import MEGABYTE

SUFFIXES = (".zip", ".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz", ".rar", ".7z", ".gz")
"""What people call archives. What one really is, its first bytes say; the last three are known but not read."""

LARGEST = 200 * MEGABYTE
"""Of the archive itself. It is read into memory, one at a time."""

_MOST_UNPACKED = 512 * MEGABYTE
_MOST_KEPT = 200 * MEGABYTE
_FREE, _MOST_RATIO = 20 * MEGABYTE, 100
"""From so many unpacked bytes on, they may be so many times the packed ones: source code shrinks to a fifth."""

_UNPACKERS: dict[bytes, Callable[[io.BytesIO], Stream]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_ENTRY = b"PK\x01\x02"
_ZIP_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_ZIP_ENCRYPTED, _ZIP_UTF8 = 0x1, 0x800


def stem(name: str) -> str | None:
    """A file's name without what marks it as an archive; None for the name of anything else."""
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.lower().endswith(suffix):
            return name[: -len(suffix)]
    return None


def list_archive(data: bytes, wanted: Callable[[str], int]) -> Listing:
    """The files of an archive. ``wanted`` gives how many bytes of a file may be asked for, by its name.

    Raises:
        NotReadable: it is no archive that can be read, is damaged, or has no end.
    """
    try:
        if data.startswith(_ZIP):
            return _listing(_zip_files(data))
        return _listing(_tar_files(data, wanted))
    except BadTar as error:
        raise NotReadable(f"cannot be read: {error}") from error
    except NotReadable:
        raise
    # Decoders of hostile bytes raise whatever comes to them; one bad archive must not stop a class.
    except Exception as error:
        raise NotReadable(f"cannot be read: damaged ({printable(str(error)) or type(error).__name__})") from error


def _listing(files: Iterator[File]) -> Listing:
    """In the order of their paths, without junk and without names that no folder could have."""
    listing, refused = Listing(), []
    for number, file in enumerate(files, 1):
        if number > MOST_ENTRIES:
            raise NotReadable(f"more than {MOST_ENTRIES} files")
        if not usable(file.parts) or len(file.parts) > DEEPEST + 1:
            refused.append("/".join(file.parts))
        elif not is_junk(file.parts):
            listing.files.append(file)
    if refused:
        many = f"{len(refused)} entries have names" if len(refused) > 1 else "an entry has a name"
        listing.problems.append(f"{many} that no folder could have, and left out: {printable(refused[0])}")
    listing.files.sort(key=lambda file: file.parts)
    for parts, times in Counter(file.parts for file in listing.files if file.kind != "a directory").items():
        if times > 1:
            listing.problems.append(f"{printable('/'.join(parts))} is in the archive {times} times")
    return listing


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a path. A root or a drive stays in them as a part that is not usable."""
    slashed = name.replace("\\", "/")
    rooted = slashed.startswith("/") or slashed[1:2] == ":"
    parts = [part for part in slashed.split("/") if part not in ("", ".")]
    return ("..", *parts) if rooted else tuple(parts)


def _zip_files(data: bytes) -> Iterator[File]:
    # Counted before the directory is read, which takes a hundred times its size in memory.
    if data.count(_ZIP_ENTRY) > MOST_ENTRIES:
        raise NotReadable(f"more than {MOST_ENTRIES} files")
    archive = zipfile.ZipFile(io.BytesIO(data))
    for info in archive.infolist():
        kind = _zip_kind(info)
        parts = _parts(_zip_name(info))
        if not parts and kind == "a directory":
            continue
        read = nothing_to_read(parts[-1], kind) if kind else partial(_read_zip, archive, info)
        yield File(parts, read, kind)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Some programs write UTF-8 and forget to say so."""
    if info.flag_bits & _ZIP_UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _zip_kind(info: zipfile.ZipInfo) -> str:
    if info.is_dir():
        return "a directory"
    if info.flag_bits & _ZIP_ENCRYPTED:
        return "encrypted"
    if info.compress_type not in _ZIP_METHODS:
        return "compressed in an unusual way"
    # The upper half holds the mode of Unix, if the archive was made there: 0o10 is a regular file.
    mode = info.external_attr >> 28
    return {0: "", 0o10: "", 0o4: "a directory", 0o12: "a symbolic link"}.get(mode, "a device")


def _read_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    name = printable(info.filename.rpartition("/")[2])
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except Exception as error:  # as in list_archive
        raise NoAnswer(f"{name} cannot be read: damaged") from error
    if len(data) > limit:
        raise NoAnswer(f"{name} is larger than {limit // MEGABYTE} MB")
    return data


def _tar_files(data: bytes, wanted: Callable[[str], int]) -> Iterator[File]:
    unpack = next((unpack for magic, unpack in _UNPACKERS.items() if data.startswith(magic)), lambda packed: packed)
    stream = _Measured(unpack(io.BytesIO(data)), len(data))
    kept = 0
    for member in members(stream):
        try:
            parts = _parts(member.name.decode("utf-8"))
        except UnicodeDecodeError:
            # Not usable as it is: whoever asks is told which one.
            parts = ("..", member.name.decode("utf-8", "backslashreplace"))
        if not parts:
            continue
        limit = wanted(parts[-1])
        if member.kind:
            read = nothing_to_read(parts[-1], member.kind)
        else:
            read = _read_now(member, parts[-1], limit)
            kept += min(member.size, limit)
        if kept > _MOST_KEPT:
            raise NotReadable(f"its answers together are larger than {_MOST_KEPT // MEGABYTE} MB")
        yield File(parts, read, member.kind)


def _read_now(member: Member, name: str, limit: int) -> Callable[[int], bytes]:
    """A tar archive is read once, from its start to its end: what is wanted is taken in passing."""
    data = member.content.read(limit) if member.size <= limit else b""

    def read(most: int) -> bytes:
        if member.size > most:
            raise NoAnswer(f"{printable(name)} is larger than {most // MEGABYTE} MB")
        return data

    return read


class _Measured:
    """A stream that ends with a reason when more comes out of it than can honestly be in it."""

    def __init__(self, stream: Stream, packed: int) -> None:
        self._stream, self._most = stream, min(_MOST_UNPACKED, max(_FREE, _MOST_RATIO * packed))
        self._count = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._count += len(data)
        if self._count > self._most:
            raise NotReadable(f"unpacks to more than {self._most // MEGABYTE} MB")
        return data
