"""Statements of our own, sent from a thread with an event loop of its own.

A check's loop, its clock and what watches its statements have nothing to do with them. asyncpg is imported when the
first statement is sent: whoever needs a database has it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from grader.instruments.postgres.address import Address
from grader.instruments.postgres.programs import Unavailable
from grader.instruments.watchdog import watchdog

SECONDS = 10.0
"""How long one conversation may take: a server on this machine that is silent for so long does not work any more."""

Conversation = Callable[[Any], Awaitable[Any]]
"""What is said over a connection of asyncpg."""


def ask(address: Address, talk: Conversation, seconds: float = SECONDS) -> Any:
    """Connect, talk, and return what came of it.

    Raises:
        Unavailable: that was not possible; the text is what the server or the driver said.
    """
    result: list[Any] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                result.append(runner.run(_talk(address, talk, seconds)))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, name="database of the checks", daemon=True)
    thread.start()
    try:
        thread.join()
    finally:
        # A check that asks makes its loop wait. That is nothing a learner has to hear of.
        watchdog.forget_step()
    if failed:
        raise Unavailable(_said(failed[0])) from failed[0]
    return result[0]


async def _talk(address: Address, talk: Conversation, seconds: float) -> Any:
    import asyncpg

    async with asyncio.timeout(seconds):
        connection = await asyncpg.connect(address.dsn)
        try:
            return await talk(connection)
        finally:
            connection.terminate()


def _said(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "the database server did not answer in time"
    return f"{type(error).__name__}: {error}".splitlines()[0]
