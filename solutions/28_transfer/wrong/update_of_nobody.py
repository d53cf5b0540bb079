"""Does not ask whether the UPDATE has found the other account, and the money is gone.

caught by: test_no_such_account
says: every balance should be as before
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker.begin() as session:
        payer = await session.get(Account, src)
        if payer is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        await session.execute(update(Account).where(Account.id == src).values(balance=Account.balance - amount))
        await session.execute(update(Account).where(Account.id == dst).values(balance=Account.balance + amount))


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
