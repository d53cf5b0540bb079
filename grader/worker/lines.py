"""The report of a run: one signed JSON object a line, and both ends of the pipe it travels through.

A line is signed with the run's own key over its number and its text, so one that was forged, repeated, dropped or
moved is noticed. The kinds of line, in the order in which they come:

- ``ready`` (``checks``: their names) when everything of ours stands and nothing of the answer has run,
  or ``fault`` (``text``) when we failed;
- ``policy`` (``result``: ``passed``, ``off``, or ``review`` with ``message`` and ``where``, which is the last);
- ``imported``, or ``broken`` (``message``, ``where``), which is the last;
- ``phase`` for the setup, call and teardown of each check (the fields of ``judge.Phase``);
- ``end``; after it, for each canary that the parent sends, the same again from ``policy`` on.
"""

from __future__ import annotations

import hmac
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

Line = dict[str, Any]
Say = Callable[[Line], None]

LINE_BYTES = 64 << 10
REPORT_BYTES = 1 << 20
_TEXTS = ("details", "message", "where", "text")


class Damaged(Exception):
    """The report is not what our recorder wrote, so nothing in it counts. The text says what is wrong with it."""


def writer(descriptor: int, key: bytes) -> Say:
    """The run's end. Key, number and the functions it needs are kept in the closure, out of the answer's way."""
    write, leave = os.write, os._exit
    sign, fit, undisturbed = _sign, _fit, _undisturbed
    number = 0

    def say(line: Line) -> None:
        nonlocal number
        with undisturbed():
            text = fit(line)
            data = sign(key, number, text) + b" " + text + b"\n"
            number += 1
            try:
                while data:
                    data = data[write(descriptor, data) :]
            except OSError:
                # Somebody closed our pipe. A run that cannot report is over.
                leave(1)

    return say


class Reader:
    """The parent's end: bytes in, whole and genuine lines out."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._number = 0
        self._size = 0
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Line]:
        """The lines that these bytes complete.

        Raises:
            Damaged: at a line that is not genuine, or when the report is longer than any honest one.
        """
        self._size += len(data)
        if self._size > REPORT_BYTES:
            raise Damaged(f"it is larger than {REPORT_BYTES >> 20} MB")
        *whole, self._rest = (self._rest + data).split(b"\n")
        for line in whole:
            yield self._open(line)

    def _open(self, line: bytes) -> Line:
        signature, _, text = line.partition(b" ")
        if not hmac.compare_digest(signature, _sign(self._key, self._number, text)):
            raise Damaged("it has a line that is not genuine")
        self._number += 1
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if type(value) is not dict:
            raise Damaged("it has a line that is not a JSON object")
        return value


def _sign(key: bytes, number: int, text: bytes, mac: Any = blake2b) -> bytes:
    return bytes(mac(b"%d %s" % (number, text), key=key, digest_size=16).hexdigest(), "ascii")


def _fit(line: Line, dumps: Callable[..., str] = json.dumps) -> bytes:
    keep = LINE_BYTES
    while True:
        short = {name: _shorten(value, keep) if name in _TEXTS else value for name, value in line.items()}
        text = dumps(short, allow_nan=False).encode("ascii")
        if len(text) <= LINE_BYTES or keep == 0:
            return text
        keep //= 2


def _shorten(text: str, keep: int) -> str:
    return text if len(text) <= keep else f"{text[:keep]}... {len(text) - keep} more characters"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No time limit of a check rings while a line is half written."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
