"""A bike rental with many small functions. None of them takes a session: they all ask one global name, ``scoped``.

    async def lend(bike, customer):
        await scoped.execute(insert(Loan).values(bike=bike, customer=customer))

Behind ``scoped`` is a registry, which knows a session for each task. Whoever asks first makes it; nobody takes it out
by itself. The program has run for a week. It holds a session for every request that it ever had.

Repair it first. Then write the version that needs no registry, and compare.

Check it: pytest exercises/41
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_scoped_session, async_sessionmaker

T = TypeVar("T")


def make_scoped(maker: async_sessionmaker[AsyncSession]) -> async_scoped_session[AsyncSession]:
    """Return a registry: within one task it always gives the same session, and in each task another one.

    A task that is started by another task has a session of its own, too. The sessions are made by ``maker``.
    """
    raise NotImplementedError


async def handle(scoped: async_scoped_session[AsyncSession], work: Callable[[], Awaitable[T]]) -> T:
    """Run one request: await ``work()`` once, commit what it has done in the session of ``scoped``, return its result.

    When work or the commit raises, or the request is cancelled, nothing is committed, and the caller gets to know.
    However it ends: the session is closed, and ``scoped`` knows it no longer. Sessions of other tasks stay as they are.
    """
    raise NotImplementedError


async def handle_explicit(maker: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """The same without a registry: await ``work(session)`` once, with a session that is there for this request alone.

    Result, commit, errors and cancellation: as in ``handle``. However it ends, the session is closed.
    """
    raise NotImplementedError
