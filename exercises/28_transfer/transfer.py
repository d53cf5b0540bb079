"""A bank whose money neither vanishes nor appears: each piece of work is one transaction, and happens or does not.

The tables, ``Account`` and ``Entry``, and the two errors are in bank.py. The database has rules of its own, which
neither this file nor bank.py knows: it refuses what breaks them, with an ``IntegrityError``.

Whatever fails, or is cancelled: what the function has done so far is undone, the error or the cancellation reaches
the caller as it is, and no task goes on.

Check it: pytest exercises/28
"""

from collections.abc import Iterable
from typing import Any

from bank import Account, Entry, InsufficientFunds, NoSuchAccount  # noqa: F401 (for you to use)
from sqlalchemy.exc import IntegrityError  # noqa: F401 (this, too)
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


async def transfer(maker: async_sessionmaker[AsyncSession], src: int, dst: int, amount: int) -> None:
    """Move ``amount`` cents from the account with the number ``src`` to the one with the number ``dst``.

    The two are not the same, and the amount is 1 or more. All of it is one transaction, with one commit.

    Raises:
        NoSuchAccount: one of the two accounts does not exist.
        InsufficientFunds: there is less than ``amount`` on the first. It is made with the balance that is there.
    """
    raise NotImplementedError


async def import_accounts(
    maker: async_sessionmaker[AsyncSession], rows: Iterable[dict[str, Any]]
) -> tuple[int, list[dict[str, Any]]]:
    """Open a new account for each row, with an owner, a balance, and one entry of that amount.

    Return how many were opened, and the rows that the database refused with an IntegrityError, in their order. Of a
    refused row nothing stays, neither account nor entry. The whole import is one transaction, with one commit: any
    other error ends it, and nothing of it is kept. Going through ``rows`` may raise, too.

    Args:
        maker: makes sessions for the bank's database.
        rows: such as ``{"owner": "Ada", "balance": 50}``.
    """
    raise NotImplementedError
