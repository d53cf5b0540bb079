"""The warm server's start in a sandbox: try it out, go inside, and import everything there."""

from __future__ import annotations

import os
import socket
import sys

from grader.worker import wire
from grader.worker.sandbox import namespaces
from grader.worker.sandbox.probe import NoSandbox, try_out


def main() -> None:
    """Become the warm server, or tell the parent why there is no sandbox."""
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        words = try_out()
    except NoSandbox as reason:
        wire.send(control, {"refused": str(reason)})
        os._exit(0)
    namespaces.enter()
    from grader.worker.server import serve

    serve(control, words, sandboxed=True)
