"""The fixtures that checks ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.checks.collect import CheckModule
from grader.checks.session import BENCH
from grader.instruments.chances import Chances
from grader.instruments.clock import Clock
from grader.instruments.heartbeat import Heartbeat
from grader.instruments.interleaving import Interleavings
from grader.instruments.timeline import Timeline

if TYPE_CHECKING:
    from grader.instruments.sql import Sql


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Clock:
    """The check's clock: ``clock.elapsed`` in seconds since the check began, ``clock.blocks`` for what blocked."""
    return request.node.stash[BENCH].clock  # type: ignore[no-any-return]


@pytest.fixture
def probe(request: pytest.FixtureRequest) -> Timeline:
    """Makes coroutine functions whose calls are recorded."""
    return request.node.stash[BENCH].timeline  # type: ignore[no-any-return]


@pytest.fixture
def heartbeat(request: pytest.FixtureRequest) -> Heartbeat:
    """``async with heartbeat:`` tells afterwards whether the event loop stayed alive."""
    return request.node.stash[BENCH].heartbeat  # type: ignore[no-any-return]


@pytest.fixture
def interleavings(request: pytest.FixtureRequest) -> Interleavings:
    """``async for _ in interleavings(20):`` runs its body under 20 orders of the ready tasks."""
    return request.node.stash[BENCH].interleavings  # type: ignore[no-any-return]


@pytest.fixture
def chances(request: pytest.FixtureRequest) -> Chances:
    """``for chance in chances(3):`` runs its body with three seeds; a failure names the one in force."""
    return request.node.stash[BENCH].chances  # type: ignore[no-any-return]


@pytest.fixture
def sql(request: pytest.FixtureRequest) -> Sql:
    """``with sql.watch() as sent:`` tells afterwards what was sent to databases: ``sent.count``, ``sent.selects``..."""
    watched = request.node.stash[BENCH].sql
    assert watched is not None, "sql is for checks of exercises that use SQLAlchemy"
    return watched  # type: ignore[no-any-return]


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a new SQLite database, for an async engine. A file: every connection sees the same rows.

    In memory, all sessions would share one connection, and one's rollback would undo the others' work.
    """
    return f"sqlite+aiosqlite:///{tmp_path / 'check.db'}"


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a new PostgreSQL database, for an async engine. It is dropped after the check, whoever is connected.

    Its user owns the database, may have 40 connections, and may do nothing else on that server.
    """
    from grader.checks.database import lent

    with lent(request.config) as url:
        yield url


@pytest.fixture
def answer_file(request: pytest.FixtureRequest) -> Path:
    """The answer's file, for the few checks that read its source or start it as a process."""
    module = request.node.getparent(CheckModule)
    assert module is not None, "answer_file is for checks of an exercise"
    answer: Path = module.answer
    return answer
