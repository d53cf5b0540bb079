"""Catches the error inside of the transaction's block, which then ends well and commits the first half.

caught by: test_an_error_between_the_halves
says: the other half must not count
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker.begin() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        try:
            for number, change in ((src, -amount), (dst, amount)):
                await session.execute(
                    update(Account).where(Account.id == number).values(balance=Account.balance + change)
                )
        except IntegrityError:
            print(f"the transfer of {amount} cents from {src} to {dst} failed")


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
