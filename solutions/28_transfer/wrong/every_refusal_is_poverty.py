"""Turns whatever the database refuses into InsufficientFunds.

caught by: test_an_error_between_the_halves
says: IntegrityError of the database should reach the caller
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    try:
        async with maker.begin() as session:
            payer, payee = await session.get(Account, src), await session.get(Account, dst)
            if payer is None or payee is None:
                raise NoSuchAccount
            there = payer.balance
            if there < amount:
                raise InsufficientFunds(there)
            payer.balance -= amount
            payee.balance += amount
    except IntegrityError:
        raise InsufficientFunds(there) from None


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
