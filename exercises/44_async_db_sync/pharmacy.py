"""What is given in exercise 44: the two tables, and how to know a lost connection. Nothing to edit here."""

import asyncpg
from sqlalchemy import BigInteger, Column, Integer, MetaData, Numeric, Table, Text
from sqlalchemy.exc import DBAPIError

metadata = MetaData()


def _shelf(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("name", Text, nullable=False),
        Column("amount", Integer, nullable=False),
        Column("price", Numeric),
        Column("leaflet", Text),
    )


medicine = _shelf("medicine")
"""What the pharmacy has: everybody there writes into it. An id stays what it is, as long as the row lives."""
medicine_copy = _shelf("medicine_copy")
"""What the web shop reads."""

_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    # What asyncpg says when the end comes just between two of its steps.
    asyncpg.InternalClientError,
    # The server ends this connection, or is just coming up or going down.
    asyncpg.OperatorInterventionError,
    # It has no room for one more.
    asyncpg.TooManyConnectionsError,
)


def connection_lost(error: BaseException) -> bool:
    """Whether an error means that a connection broke, or that none could be made: of asyncpg or of SQLAlchemy.

    Then it makes sense to try again. Any other error would come again, too.
    """
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _is_lost(error.driver_exception)
    return _is_lost(error)


def _is_lost(error: BaseException | None) -> bool:
    # asyncpg has one class for what was asked of a closed connection and for what was asked wrongly.
    return isinstance(error, _LOST) or (isinstance(error, asyncpg.InterfaceError) and "closed" in str(error))
