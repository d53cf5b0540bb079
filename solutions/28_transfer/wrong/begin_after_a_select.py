"""Looks first and begins the transaction afterwards, when the first question has long begun one.

caught by: test_the_money_moves
says: A transaction is already begun on this Session
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        async with session.begin():
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
            except IntegrityError:
                refused.append(row)
            else:
                opened += 1
    return opened, refused
