"""A pharmacy keeps its stock in the table ``medicine``. The web shop reads another one, ``medicine_copy``.

The copy has to follow, row by row, whoever writes and however. Connections break now and then, programs are stopped
and started, and not one change may be lost. The two tables are given, in ``pharmacy.py``; both are equal at first.

The first version that comes to mind works until somebody looks at the copy after a bad night.

Check it: pytest exercises/44        Look at it: grader demo 44
"""

from pharmacy import connection_lost, medicine, medicine_copy  # noqa: F401 (for you to use)
from sqlalchemy.ext.asyncio import AsyncEngine


async def install(engine: AsyncEngine) -> None:
    """Make what the database needs: a table ``outbox``, and a trigger that writes each change of ``medicine`` into it.

    One row in the outbox for each row that was inserted, updated or deleted; what is in it is up to you. The tables of
    the pharmacy are there already. May be called again, at any time: what waits in the outbox stays there.
    """
    raise NotImplementedError


class Replicator:
    """Brings what waits in the outbox into the copy. One of them runs at a time. ``url``: for an async engine."""

    def __init__(self, url: str) -> None:
        raise NotImplementedError

    async def run(self) -> None:
        """Follow the table until somebody calls ``stop``, or until it is cancelled.

        A lost connection is made anew, however often it takes, with 0.05 to 1 second between two attempts. Any other
        error of the database is raised. However it ends: what was not applied waits, and no connection is left open.
        """
        raise NotImplementedError

    async def stop(self) -> None:
        """Let ``run`` finish what it has begun, and return when it has returned."""
        raise NotImplementedError

    async def lag(self) -> int:
        """How many changes wait in the outbox: committed, and not in the copy yet.

        May be called at any time. While ``run`` does not run, no connection is left open afterwards.
        """
        raise NotImplementedError
