"""Reads tar archives that somebody hostile may have made: one pass, no seeking, and every length has a limit.

The standard library's ``tarfile`` keeps up with many old formats, and for that has paid with endless loops and slow
regular expressions on damaged headers (CVE-2024-6232, CVE-2025-8194), which Pythons in use still have. What tar
programs write today is small: a header of 512 bytes, the content, and before both, if need be, a longer name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_BLOCK = 512
_LONGEST_EXTRA = 1 << 16
_REGULAR, _FOLDER, _LONG_NAME, _PAX, _PAX_FOR_ALL, _LONG_LINK = b"0\x007", b"5", b"L", b"x", b"g", b"K"
_KINDS = {b"1": "a link", b"2": "a symbolic link", b"3": "a device", b"4": "a device", b"6": "a pipe"}
_PAX_RECORD = re.compile(rb"(\d{1,5}) ([a-zA-Z.]{1,40})=")


class Stream(Protocol):
    """Bytes from the start to the end."""

    def read(self, size: int, /) -> bytes:
        """The next bytes: at most so many, and none at the end."""
        ...


class BadTar(Exception):
    """This is no tar archive, or a damaged one. The text says which."""


@dataclass(frozen=True)
class Member:
    """An entry. ``kind`` is empty for a regular file. ``content`` ends where the entry ends."""

    name: bytes
    kind: str
    size: int
    content: Content


class Content:
    """The bytes of one entry, to be read before the next entry is asked for."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream, self._left = stream, size
        self._padding = -size % _BLOCK

    def read(self, most: int) -> bytes:
        """The next bytes, at most so many.

        Raises:
            BadTar: the archive ends before them.
        """
        data = _exactly(self._stream, min(most, self._left))
        self._left -= len(data)
        return data

    def skip(self) -> None:
        """Go to the next header."""
        while self._left:
            self.read(1 << 20)
        _exactly(self._stream, self._padding)
        self._padding = 0


def members(stream: Stream) -> Iterator[Member]:
    """The entries in their order.

    Raises:
        BadTar: this is not, or no longer, a tar archive.
    """
    first, extra, name, size = True, {}, None, None
    while (header := stream.read(_BLOCK)) and header.strip(b"\0"):
        if len(header) < _BLOCK or not _adds_up(header):
            raise BadTar("not a tar archive" if first else "damaged")
        first, kind = False, header[156:157]
        content = Content(stream, _number(header[124:136]) if size is None else size)
        length = content._left
        if kind in (_PAX, _LONG_NAME):
            if length > _LONGEST_EXTRA:
                raise BadTar("a name in it is too long")
            data = content.read(length)
            if kind == _PAX:
                extra = _pax(data)
                name, size = extra.get(b"path", name), _decimal(extra.get(b"size"))
            else:
                name = data.rstrip(b"\0")
        elif kind not in (_PAX_FOR_ALL, _LONG_LINK):
            known = "" if kind in _REGULAR else "a directory" if kind == _FOLDER else _KINDS.get(kind, "not a file")
            yield Member(name or _short_name(header), known, length, content)
            name = size = None
        content.skip()


def _short_name(header: bytes) -> bytes:
    name = header[:100].partition(b"\0")[0]
    # Only POSIX archives have a prefix there; others keep times in its place.
    prefix = header[345:500].partition(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _adds_up(header: bytes) -> bool:
    try:
        return _number(header[148:156]) == sum(header[:148]) + 8 * 32 + sum(header[156:])
    except BadTar:
        return False


def _number(field: bytes) -> int:
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not re.fullmatch(rb"[0-7]*", digits):
        raise BadTar("damaged")
    return int(digits or b"0", 8)


def _decimal(digits: bytes | None) -> int | None:
    if digits is None:
        return None
    if not re.fullmatch(rb"\d{1,18}", digits):
        raise BadTar("damaged")
    return int(digits)


def _pax(data: bytes) -> dict[bytes, bytes]:
    """The records ``LENGTH KEY=VALUE\\n``, each as long as it says."""
    found, start = {}, 0
    while start < len(data):
        record = _PAX_RECORD.match(data, start)
        stop = start + int(record[1]) if record else 0
        if not record or not record.end() < stop <= len(data):
            raise BadTar("damaged")
        found[record[2]] = data[record.end() : stop - 1]
        start = stop
    return found


def _exactly(stream: Stream, size: int) -> bytes:
    data = stream.read(size) if size else b""
    while 0 < len(data) < size and (more := stream.read(size - len(data))):
        data += more
    if len(data) < size:
        raise BadTar("cut short")
    return data
