"""Catches everything, and with it the cancellation.

caught by: test_a_cancelled_import
says: the cancellation should come out
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount


async def transfer(maker, src, dst, amount):
    async with maker.begin() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        payer.balance -= amount
        payee.balance += amount


def account_of(row):
    return Account(owner=row["owner"], balance=row["balance"], entries=[Entry(amount=row["balance"])])


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker.begin() as session:
        for row in rows:
            try:
                async with session.begin_nested():
                    session.add(account_of(row))
            except BaseException:
                refused.append(row)
            else:
                opened += 1
    return opened, refused
