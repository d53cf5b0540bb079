"""A fresh database for each check, on one server, for a user who can do nothing else there."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from grader.instruments.postgres.address import Address
from grader.instruments.postgres.asking import ask

CONNECTIONS = 40
"""How many connections one user may have at once."""

_EMPTY_SECONDS = 0.003


class Databases:
    """Makes databases on one server, one at a time, and drops them.

    Args:
        admin: who may do that.
        name: of each database, which can appear in messages.
        user: the user they are for, made with the first one, who owns nothing else; empty: it is the admin himself.
        ours: nobody else uses this server, so nothing on it need be open to everybody.
    """

    def __init__(self, admin: Address, name: str, user: str = "", *, ours: bool = True) -> None:
        self._admin, self._name, self._user, self._ours = admin, name, user, ours
        self._password = secrets.token_hex(16)
        self._has_user = False

    def create(self) -> Address:
        """A new database.

        Raises:
            Unavailable: the server does not make one.
        """
        user = [] if self._has_user or not self._user else self._make_user()
        owner = f' owner "{self._user}"' if self._user else ""

        async def talk(connection: Any) -> None:
            for statement in user:
                await connection.execute(statement)
            await connection.execute(
                f'create database "{self._name}"{owner} template template0 {await _copied(connection)}'
            )
            # Whoever else there is on this server stays out.
            await connection.execute(f'revoke all on database "{self._name}" from public')

        ask(self._admin, talk)
        self._has_user = True
        return self._admin.to(self._name, self._user, self._password)

    def _make_user(self) -> list[str]:
        rights = "login nosuperuser nocreatedb nocreaterole noreplication"
        return [
            f"create role {_quoted(self._user)} {rights} connection limit {CONNECTIONS} password '{self._password}'",
            # Who makes a database for somebody has to be able to act for him.
            f"grant {_quoted(self._user)} to current_user",
            *(["revoke all on database postgres, template1 from public"] if self._ours else []),
        ]

    def drop(self, *, user: bool = False) -> None:
        """Drop the database, whoever is still connected; ``user``: and the user.

        Raises:
            Unavailable: it cannot be dropped.
        """

        async def talk(connection: Any) -> None:
            await send_away(connection, self._name)
            await connection.execute(f'drop database if exists "{self._name}" with (force)')
            if user and self._user:
                await connection.execute(f'drop role if exists "{self._user}"')
                self._has_user = False

        ask(self._admin, talk)


def empty(address: Address) -> None:
    """Make a database as new, as its owner: nobody is connected, and nothing is in it.

    Raises:
        Unavailable: the server does not do it.
    """

    async def talk(connection: Any) -> None:
        await send_away(connection, address.database)
        schemas = await connection.fetch(
            "select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'"
        )
        for (schema,) in schemas:
            await connection.execute(f"drop schema {_quoted(schema)} cascade")
        await connection.execute("create schema public")
        await connection.execute("select lo_unlink(oid) from pg_largeobject_metadata")
        for settings in ("", f"in database {_quoted(address.database)}"):
            await connection.execute(f"alter role current_user {settings} reset all")

    ask(address, talk)


async def send_away(connection: Any, database: str) -> None:
    """End all other connections to a database, and wait until they have ended.

    The server would do so itself, and look every tenth of a second whether they are gone.
    """
    others = (
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid() "
        "and backend_type = 'client backend'"
    )
    while await connection.fetch(others, database):
        await asyncio.sleep(_EMPTY_SECONDS)


async def _copied(connection: Any) -> str:
    """The quicker way to copy an empty database where nothing has to survive a crash. Since 15 it must be asked for."""
    return "strategy file_copy" if connection.get_server_version().major >= 15 else ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
