"""Databases for the checks that ask for ``postgres_url``, and for demos. Imported by the first of them.

In pytest there is one server for the run, ours or the one that ``KATA_DATABASE_URL`` names, with a new database for
each check. In a worker's run there is one database, given by the parent, which is emptied before each check but the
first: whoever may make databases may also fill a disk with them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from grader.checks.report import NoDatabase
from grader.instruments.postgres import Address, Databases, Server, Unavailable, empty

VARIABLE = "KATA_DATABASE_URL"
_USER, _NAME = "learner", "exercise"

_DATABASES = pytest.StashKey[Databases | Unavailable]()
_AtTheEnd = Callable[[Callable[[], None]], object]
"""Takes what is to be called when the databases are needed no longer."""

_given: list[Address] = []
_used = False


def use(url: str) -> None:
    """From now on the checks of this process share the database at this URL."""
    global _used
    _given[:], _used = [Address.read(url)], False


def make_ready(config: pytest.Config) -> None:
    """Start the server, once for all checks. What goes wrong is kept for the check that asks for a database."""
    if not _given and _DATABASES not in config.stash:
        try:
            config.stash[_DATABASES] = _databases(config.add_cleanup)
        except Unavailable as reason:
            config.stash[_DATABASES] = reason


@contextmanager
def lent(config: pytest.Config) -> Iterator[str]:
    """The URL of an empty database, which nobody else has meanwhile.

    Raises:
        NoDatabase: there is none, and the text says what to do.
    """
    if _given:
        yield _emptied(_given[0])
        return
    make_ready(config)
    databases = config.stash[_DATABASES]
    url = _created(databases)
    try:
        yield url
    finally:
        try:
            assert isinstance(databases, Databases)
            databases.drop()
        except Unavailable:
            # Not the check's fault. The next one starts anew; what is left ends with the run.
            del config.stash[_DATABASES]


@contextmanager
def one_database() -> Iterator[str]:
    """The URL of a new database for one block, outside of pytest. Afterwards it is gone, whoever is connected.

    Raises:
        NoDatabase: there is none, and the text says what to do.
    """
    with ExitStack() as stack:
        try:
            databases: Databases | Unavailable = _databases(stack.callback)
        except Unavailable as reason:
            databases = reason
        yield _created(databases)


def _emptied(address: Address) -> str:
    global _used
    try:
        if _used:
            empty(address)
    except Unavailable as reason:
        raise NoDatabase(f"the one of this run cannot be emptied any more ({reason})") from None
    _used = True
    return address.url


def _created(databases: Databases | Unavailable) -> str:
    try:
        if isinstance(databases, Unavailable):
            raise databases
        return databases.create().url
    except Unavailable as reason:
        cure = f". Look at {VARIABLE}, or unset it: then a server is started" if os.environ.get(VARIABLE) else ""
        raise NoDatabase(f"{reason}{cure}") from None


def _databases(at_the_end: _AtTheEnd) -> Databases:
    if url := os.environ.get(VARIABLE):
        return _elsewhere(at_the_end, url)
    server = Server()
    at_the_end(server.close)
    return Databases(server.admin, _NAME, _USER)


def _elsewhere(at_the_end: _AtTheEnd, url: str) -> Databases:
    """On somebody else's server. Several may be using it, and its user may not be one who makes users."""
    try:
        databases = Databases(Address.read(url), f"kata_{secrets.token_hex(6)}")
    except ValueError as error:
        raise Unavailable(f"{VARIABLE} is not the URL of a PostgreSQL server: {error}") from None

    def drop() -> None:
        with suppress(Unavailable):
            databases.drop()

    # When Ctrl-C came in the middle of a check.
    at_the_end(drop)
    return databases
