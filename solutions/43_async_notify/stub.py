"""The boards of a railway station show each departure as it is in the database, at once, whoever changes it.

No board asks again and again. A trigger rings when a row has changed, PostgreSQL carries that to everybody who listens,
and a feed turns what it hears into events.

At first there is silence. Later: grader demo 43 shows your feed at work.

Check it: pytest exercises/43
"""

from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True)
class Event:
    """One row has changed: ``op`` is "insert", "update" or "delete". Given: nothing to write here.

    payload: the row as JSON says it, after the change; for a delete, before it. None: it is too big for a notification.
    """

    op: str
    id: int
    payload: dict[str, Any] | None


def quoted(name: str) -> str:
    """The name of a table or of a channel as it stands in a statement that you write. Given: nothing to write here."""
    return '"' + name.replace('"', '""') + '"'


def for_driver(url: str) -> str:
    """The URL as drivers themselves take it, such as ``asyncpg.connect``. Given: nothing to write here."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def install_trigger(engine: AsyncEngine, table: str, channel: str) -> None:
    """From now on the channel gets one notification for each row of the table that a transaction has changed.

    table: has an integer column ``id``, and whatever else. There may be several tables, each with a channel.
    channel: as for the table, capitals and spaces are part of the name.

    May be called again for the same table and channel, as at each start of a program: that changes nothing.
    """
    raise NotImplementedError


class Feed:
    """The events of a channel: ``async with Feed(url, channel) as feed``, and in it ``async for event in feed``.

    maxsize: how many events may wait until somebody reads them, 1 or more. Then new ones are not kept.
    lost: how many were not kept so far.
    """

    def __init__(self, url: str, channel: str, *, maxsize: int = 10_000) -> None:
        self.lost = 0
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        """Return when it listens: no change that is committed later is missed. After an error nothing is connected."""
        raise NotImplementedError

    async def __aexit__(self, *error: object) -> None:
        """Return when nothing of it is connected any more."""
        raise NotImplementedError

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        """The next event, first come first. It waits as long as there is none.

        Raises:
            ConnectionError: the connection has broken, and all events that came before have been read.
        """
        raise NotImplementedError
