"""What was sent to a database, by whom, and over which connection.

``Sql`` is the fixture ``sql`` of the checks. It sees every SQLAlchemy engine, sync and async, also those that an answer
makes: it listens on SQLAlchemy's classes, not on one engine (``listening``). It also counts below SQLAlchemy, at the
driver (``drivers``), so that a statement that goes around the engine is still seen. ``record`` holds what was seen and
answers questions about it; ``picture`` draws it.

Nothing here imports SQLAlchemy: a check is watched when its exercise has imported it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from grader.instruments.sql.record import Sent
from grader.instruments.sql.watching import Sql

__all__ = ["Sent", "Sql", "in_force"]


@contextmanager
def in_force() -> Iterator[Sql]:
    """Within it, everything that is sent to a database is seen."""
    from grader.instruments.sql.drivers import telling
    from grader.instruments.sql.listening import listen_for

    sql = Sql()
    before = listen_for(sql)
    try:
        with telling(sql.at_the_driver):
            yield sql
    finally:
        listen_for(before)
