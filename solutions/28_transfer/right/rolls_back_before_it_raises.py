"""Keeps the balance in a variable, rolls back, and raises after that."""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker() as session:
        rows = await session.scalars(select(Account).where(Account.id.in_((src, dst))).with_for_update())
        accounts = {account.id: account for account in rows}
        if {src, dst} - accounts.keys():
            raise NoSuchAccount
        there = accounts[src].balance
        accounts[src].balance = Account.balance - amount
        accounts[dst].balance = Account.balance + amount
        if there < amount:
            await session.rollback()
            raise InsufficientFunds(there)
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
