"""UPDATE statements, which look at the balance themselves, and INSERTs that return the id."""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker() as session, session.begin():
        taken = await session.execute(
            update(Account).where(Account.id == src, Account.balance >= amount).values(balance=Account.balance - amount)
        )
        if taken.rowcount == 0:
            balance = await session.scalar(select(Account.balance).where(Account.id == src))
            raise NoSuchAccount if balance is None else InsufficientFunds(balance)
        given = await session.execute(update(Account).where(Account.id == dst).values(balance=Account.balance + amount))
        if given.rowcount == 0:
            raise NoSuchAccount(dst)


async def insert_one(session, row):
    async with session.begin_nested():
        new = insert(Account).values(owner=row["owner"], balance=row["balance"]).returning(Account.id)
        number = await session.scalar(new)
        await session.execute(insert(Entry).values(account_id=number, amount=row["balance"]))


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker() as session, session.begin():
        for row in rows:
            try:
                await insert_one(session, row)
                opened += 1
            except IntegrityError:
                refused.append(row)
    return opened, refused
