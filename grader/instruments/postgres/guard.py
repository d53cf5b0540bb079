"""The guard: when the pipe on its stdin closes, it stops a server and removes the server's folder.

A program of its own, started as a file. It outlives whoever started it, however that one ended. The folder's lock is
held for as long as it lives: a folder whose lock is free belongs to nobody.
"""

import contextlib
import os
import shutil
import signal
import sys
import time

_STOP_SECONDS = 5.0


def main() -> None:
    """Arguments: the folder, the server's process id, and the folder of its socket."""
    import fcntl

    folder, server, sockets = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    lock = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    print("on guard", flush=True)
    # Ctrl-C at a terminal reaches everybody there; the guard's turn comes afterwards.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alone = not os.read(0, 1)
    with contextlib.suppress(ProcessLookupError):
        # "Immediate shutdown": nothing is worth saving.
        os.kill(server, signal.SIGQUIT)
    # The file, not the process: nobody may be left who takes notice of the process's end, and then it stays a zombie.
    pid_file = os.path.join(folder, "data", "postmaster.pid")
    until = time.monotonic() + _STOP_SECONDS
    while os.path.exists(pid_file) and time.monotonic() < until:
        time.sleep(0.01)
    shutil.rmtree(sockets, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    if alone:
        _leave(os.path.dirname(sockets))


def _leave(common: str) -> None:
    """Nobody is left to remove the folder that several sockets share. Of its guards the last one finds it empty."""
    import fcntl

    until = time.monotonic() + _STOP_SECONDS
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), open(os.path.join(common, "lock"), "r+") as file:
        while time.monotonic() < until:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                time.sleep(0.01)
                continue
            if os.listdir(common) == ["lock"]:
                shutil.rmtree(common, ignore_errors=True)
            return


if __name__ == "__main__":
    main()
