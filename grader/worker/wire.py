"""Messages between the parent and its servers: one JSON object a line over a Unix socket, with descriptors."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

Message = dict[str, Any]
ALL_GONE = b"."
"""What a supervisor writes last: no process of its run is left."""

_CHUNK = 1 << 16


def send(connection: socket.socket, message: Message, descriptors: Sequence[int] = ()) -> None:
    """Send one message. The descriptors are copied: close yours."""
    data = json.dumps(message).encode("ascii") + b"\n"
    sent = socket.send_fds(connection, [data], descriptors) if descriptors else 0
    connection.sendall(data[sent:])


def receive(connection: socket.socket, most: int = 0) -> tuple[Message, list[int]] | None:
    """The next message and at most so many descriptors, or None when the other end is gone.

    There is never more than one message under way: each is answered before the next is sent.
    """
    try:
        data, descriptors, _, _ = socket.recv_fds(connection, _CHUNK, most)
        while data and not data.endswith(b"\n"):
            more = connection.recv(_CHUNK)
            data = data + more if more else b""
    except ConnectionError:
        return None
    return (json.loads(data), descriptors) if data else None
