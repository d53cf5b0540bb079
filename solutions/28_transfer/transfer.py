"""A bank whose money neither vanishes nor appears: each piece of work is one transaction, and happens or does not."""

from collections.abc import Iterable
from typing import Any

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


async def transfer(maker: async_sessionmaker[AsyncSession], src: int, dst: int, amount: int) -> None:
    """Move ``amount`` cents from the account with the number ``src`` to the one with the number ``dst``."""
    async with maker.begin() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount(src if payer is None else dst)
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        payer.balance -= amount
        payee.balance += amount


async def import_accounts(
    maker: async_sessionmaker[AsyncSession], rows: Iterable[dict[str, Any]]
) -> tuple[int, list[dict[str, Any]]]:
    """Open an account with an opening entry for each row; return how many, and the rows that the database refused."""
    refused = []
    opened = 0
    async with maker.begin() as session:
        for row in rows:
            entry = Entry(amount=row["balance"])
            try:
                async with session.begin_nested():
                    session.add(Account(owner=row["owner"], balance=row["balance"], entries=[entry]))
            except IntegrityError:
                refused.append(row)
            else:
                opened += 1
    return opened, refused
