"""Saves what it has when it is cancelled.

caught by: test_a_cancelled_transfer
says: it did not
"""

import asyncio

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        try:
            await session.execute(update(Account).where(Account.id == src).values(balance=Account.balance - amount))
            await session.execute(update(Account).where(Account.id == dst).values(balance=Account.balance + amount))
        except IntegrityError:
            raise
        except asyncio.CancelledError:
            await session.commit()
            raise
        await session.commit()


def account_of(row):
    return Account(owner=row["owner"], balance=row["balance"], entries=[Entry(amount=row["balance"])])


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker.begin() as session:
        for row in rows:
            try:
                async with session.begin_nested():
                    session.add(account_of(row))
            except IntegrityError:
                refused.append(row)
            else:
                opened += 1
    return opened, refused
