"""Takes any error of the database for a refusal of the row.

caught by: test_any_other_error_ends_the_import
says: a table is missing
says: should get the OperationalError
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import SQLAlchemyError


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
            except SQLAlchemyError:
                refused.append(row)
            else:
                opened += 1
    return opened, refused
