"""Commits the first half, and books it back when the second one fails: who cancels it has stolen the money.

caught by: test_a_cancelled_transfer
says: neither happened nor not happened
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError


async def book(maker, number, amount):
    async with maker.begin() as session:
        account = await session.get(Account, number)
        account.balance += amount


async def transfer(maker, src, dst, amount):
    async with maker() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)

    await book(maker, src, -amount)
    try:
        await book(maker, dst, amount)
    except Exception:
        await book(maker, src, amount)
        raise


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
