"""Inserts account and entry without a savepoint: SQLite undoes the refused INSERT, and not the one before it.

caught by: test_refused_rows_are_left_out
says: with its account and its entry, or with neither
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker.begin() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        payer.balance -= amount
        payee.balance += amount


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker.begin() as session:
        for row in rows:
            try:
                number = await session.scalar(insert(Account).values(**row).returning(Account.id))
                await session.execute(insert(Entry).values(account_id=number, amount=row["balance"]))
                opened += 1
            except IntegrityError:
                refused.append(row)
    return opened, refused
