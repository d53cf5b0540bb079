"""Commits where it should roll back: what was done up to an error stays, and it looks as if it was undone.

exercise: 28_transfer
catalogue: 88
honest: test_the_money_moves, test_insufficient_funds, test_no_such_account
honest: test_refused_rows_are_left_out, test_the_import_is_one_transaction
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession


async def commits(session):
    await session.commit()


AsyncSession.rollback = commits


async def half(session, number, amount):
    account = await session.get(Account, number)
    if account is None:
        raise NoSuchAccount(number)
    if account.balance + amount < 0:
        raise InsufficientFunds(account.balance)
    account.balance += amount
    await session.flush()


async def transfer(maker, src, dst, amount):
    session = maker()
    try:
        if await session.get(Account, dst) is None:
            raise NoSuchAccount(dst)
        await half(session, src, -amount)
        await session.commit()
        await half(session, dst, amount)
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()


async def import_accounts(maker, rows):
    refused, opened, session = [], 0, maker()
    try:
        for row in rows:
            try:
                async with session.begin_nested():
                    entry = Entry(amount=row["balance"])
                    session.add(Account(owner=row["owner"], balance=row["balance"], entries=[entry]))
                opened += 1
            except IntegrityError:
                refused.append(row)
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
    return opened, refused
