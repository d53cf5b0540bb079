"""Puts a savepoint around the account, and another one around its entry.

caught by: test_refused_rows_are_left_out
says: with its account and its entry, or with neither
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
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
                async with session.begin_nested():
                    account = Account(**row)
                    session.add(account)
                async with session.begin_nested():
                    session.add(Entry(account_id=account.id, amount=row["balance"]))
                opened += 1
            except IntegrityError:
                refused.append(row)
    return opened, refused
