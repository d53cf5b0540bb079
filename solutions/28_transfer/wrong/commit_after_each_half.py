"""Commits what it took before it gives it to the other.

caught by: test_an_error_between_the_halves
says: the other half must not count
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker(expire_on_commit=False) as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        payer.balance -= amount
        await session.commit()
        payee.balance += amount
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
